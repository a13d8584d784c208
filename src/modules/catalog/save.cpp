#include <algorithm>

#include "modules/catalog/api.h"
#include "modules/catalog/sql.h"

namespace vitrine::catalog {
namespace {

/// FNV-1a (draft-eastlake-fnv): the same everywhere and for ever, which std::hash is not.
std::uint64_t stable_hash(std::string_view text) {
    std::uint64_t hash = 14695981039346656037ull;
    for (unsigned char byte : text) hash = (hash ^ byte) * 1099511628211ull;
    return hash;
}

/// Until the store's first sale tells what sells (catalog.popularity_counts), a number that is the same on every machine and spreads products evenly.
std::int64_t first_popularity(std::string_view slug) { return std::int64_t(stable_hash(slug) >> 40) % 10'000; }

RawJson options_json(const std::vector<std::pair<std::string, std::string>>& options) {
    std::vector<std::vector<std::string>> pairs;
    for (const auto& [name, value] : options) pairs.push_back({name, value});
    return {to_json(pairs)};
}

std::string name_of_code(std::string_view code) {
    std::string name(code);
    std::ranges::replace(name, '_', ' ');
    if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = char(name[0] - 'a' + 'A');
    return name;
}

}  // namespace

pg::Later<std::vector<CategoryId>> save_categories(pg::Tx& tx, const std::vector<CategoryInput>& categories) {
    std::vector<CategoryId> ids;
    std::vector<std::string> slugs, names;
    std::vector<std::optional<std::string>> local_names, parents;
    std::vector<std::int32_t> positions;
    for (const auto& category : categories) {
        ids.push_back(CategoryId::next(tx.ctx().now));
        slugs.push_back(category.slug);
        names.push_back(category.name);
        local_names.push_back(category.name_local);
        parents.push_back(category.parent_slug);
        positions.push_back(category.position);
    }
    return tx.queue(sql::save_categories(ids, slugs, names, local_names, parents, positions));
}

void save_brands(pg::Tx& tx, std::vector<std::string> names) {
    std::ranges::sort(names);
    names.erase(std::ranges::unique(names).begin(), names.end());
    if (names.empty()) return;
    std::vector<Uuid> ids;
    for (size_t i = 0; i < names.size(); ++i) ids.push_back(new_uuid(tx.ctx().now));
    tx.send(sql::save_brands(ids, names));
}

void save_attributes(pg::Tx& tx, const std::vector<std::string>& codes) {
    std::vector<AttributeInput> attributes;
    for (const auto& code : codes) attributes.push_back({.code = code, .name = {}, .allowed = {}, .unit = {}});
    save_attributes(tx, attributes);
}

void save_attributes(pg::Tx& tx, const std::vector<AttributeInput>& attributes) {
    if (attributes.empty()) return;
    std::vector<std::string> codes, names, kinds;
    std::vector<RawJson> allowed;
    std::vector<std::optional<std::string>> units;
    std::vector<bool> facets;
    std::vector<std::int32_t> positions;
    for (const auto& attribute : attributes) {
        positions.push_back(std::int32_t(codes.size()));
        codes.push_back(attribute.code);
        names.push_back(attribute.name.empty() ? name_of_code(attribute.code) : attribute.name);
        kinds.push_back(attribute.kind);
        allowed.push_back({to_json(attribute.allowed)});
        units.push_back(attribute.unit);
        facets.push_back(attribute.is_facet);
    }
    tx.send(sql::save_attributes(codes, names, kinds, allowed, units, facets, positions));
}

pg::Later<std::vector<SavedProduct>> save_products(pg::Tx& tx, const std::vector<ProductInput>& products) {
    std::vector<ProductId> ids;
    std::vector<std::string> slugs, titles, descriptions, categories, states;
    std::vector<std::optional<std::string>> local_titles, brands;
    std::vector<RawJson> tags, attributes;
    std::vector<std::int64_t> popularities;
    std::vector<Uuid> hashes;
    for (const auto& product : products) {
        ids.push_back(ProductId::next(tx.ctx().now));
        slugs.push_back(product.slug);
        titles.push_back(product.title);
        local_titles.push_back(product.title_local);
        descriptions.push_back(product.description);
        categories.push_back(product.category_slug);
        brands.push_back(product.brand);
        states.emplace_back(shape_name(product.status));
        tags.push_back({to_json(product.tags)});
        attributes.push_back({to_json(product.attributes)});
        popularities.push_back(first_popularity(product.slug));
        hashes.push_back(product.content_hash);
    }
    return tx.queue(sql::save_products(ids, slugs, titles, local_titles, descriptions, categories, brands, states, tags, attributes, popularities, hashes,
                                       tx.ctx().now));
}

pg::Later<std::vector<SavedVariant>> save_variants(pg::Tx& tx, const std::vector<VariantInput>& variants) {
    std::vector<VariantId> ids;
    std::vector<std::string> slugs, skus;
    std::vector<std::optional<std::string>> barcodes;
    std::vector<std::int32_t> positions;
    std::vector<RawJson> options, attributes;
    std::vector<std::optional<std::int64_t>> weights;
    for (const auto& variant : variants) {
        ids.push_back(VariantId::next(tx.ctx().now));
        slugs.push_back(variant.product_slug);
        skus.push_back(variant.sku);
        barcodes.push_back(variant.barcode);
        positions.push_back(variant.position);
        options.push_back(options_json(variant.options));
        attributes.push_back({to_json(variant.attributes)});
        weights.push_back(variant.weight_grams);
    }
    return tx.queue(sql::save_variants(ids, slugs, skus, barcodes, positions, options, attributes, weights));
}

void archive_other_variants(pg::Tx& tx, const std::vector<std::string>& product_slugs, const std::vector<std::string>& kept) {
    if (!product_slugs.empty()) tx.send(sql::archive_other_variants(product_slugs, kept));
}

}  // namespace vitrine::catalog
