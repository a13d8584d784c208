#include "tests/shop/generated_catalog.h"

#include <fstream>
#include <map>
#include <sstream>

#include "modules/imports/api.h"
#include "modules/imports/import_rows.h"
#include "modules/imports/sample.h"

namespace vitrine::test {
namespace {

search::SourceProduct source(imports::ProductDraft& draft, catalog::CategoryId category, std::int64_t popularity, Instant now) {
    search::SourceProduct product;
    product.id = catalog::ProductId::next(now);
    product.slug = draft.slug, product.title = draft.title, product.title_local = draft.title_local, product.description = draft.description, product.brand = draft.brand;
    product.category = category, product.category_words = draft.category, product.tags = draft.tags, product.attributes = draft.attributes;
    product.popularity = popularity, product.created_at = product.updated_at = now;
    for (const auto& variant : draft.variants)
        product.variants.push_back({catalog::VariantId::next(now), variant.sku, variant.barcode, variant.price.minor,
                                    variant.compare_at_price ? std::optional(variant.compare_at_price->minor) : std::nullopt, variant.stock.value_or(0), variant.weight_grams,
                                    variant.options, variant.attributes});
    return product;
}

}  // namespace

GeneratedCatalog generated_catalog(const std::string& preset, std::uint64_t count, std::uint64_t seed) {
    std::ifstream in("presets/" + preset + "/recipe.toml");
    std::ostringstream text;
    text << in.rdbuf();
    auto recipe = imports::read_sample_recipe(text.str());
    GeneratedCatalog out;
    imports::sample_categories(recipe, [&](std::string_view bytes) { out.categories_csv += bytes; });
    imports::sample_catalog(recipe, count, seed, [&](std::string_view bytes) { out.products_csv += bytes; });
    auto now = clock_now();
    std::map<std::string, catalog::CategoryId> ids;
    imports::ImportLookup lookup{[&](std::string_view slug) { return ids.try_emplace(std::string(slug), catalog::CategoryId::next(now)), true; }, [](Currency) { return true; }, {}};
    auto take = [&](imports::ProductDraft&& draft) { out.products.push_back(source(draft, ids.at(draft.category), std::int64_t(out.products.size() * 7919 % 1'000), now)); };
    imports::read_products(imports::bytes_of(out.products_csv), lookup, take, [](const imports::ImportFault& fault) { throw std::runtime_error(fault.code); });
    for (const auto& [slug, id] : ids) out.categories.push_back({id, slug, slug, {}, {}});
    return out;
}

}  // namespace vitrine::test
