#include "modules/search/read_products.h"

#include <algorithm>

#include <boost/json.hpp>

#include "modules/prices/api.h"
#include "modules/search/extras.h"
#include "modules/stock/api.h"

namespace vitrine::search {
namespace {

namespace json = boost::json;

std::string text_of(const json::value& value) { return std::string(value.as_string()); }

/// Many choices become a value each.
std::vector<NamedValue> read_attributes(const RawJson& raw, const Taxonomy& taxonomy) {
    std::vector<NamedValue> out;
    if (raw.text == "{}") return out;
    for (const auto& [name, value] : json::parse(raw.text).as_object()) {
        auto text = text_of(value);
        bool has_many = text.find('|') != std::string::npos && taxonomy.attribute_kind(name) == "choices";
        for (size_t from = 0; has_many && from <= text.size();) {
            auto end = std::min(text.find('|', from), text.size());
            out.emplace_back(name, text.substr(from, end - from));
            from = end + 1;
        }
        if (!has_many) out.emplace_back(name, std::move(text));
    }
    return out;
}
std::vector<NamedValue> read_pairs(const RawJson& raw) {
    std::vector<NamedValue> out;
    if (raw.text == "[]") return out;
    for (const auto& pair : json::parse(raw.text).as_array()) out.emplace_back(text_of(pair.as_array().at(0)), text_of(pair.as_array().at(1)));
    return out;
}

template <class IdType>
IdType id_of(const json::value& value) {
    auto uuid = parse_uuid(std::string_view(value.as_string()));
    if (!uuid) throw std::runtime_error("the database gave something else than a uuid");
    return {*uuid};
}

Extras read_extras(const catalog::ProductRow& row) {
    Extras extras;
    if (row.seo.text != "{}") {
        auto seo = read_json<Seo>(row.seo.text);
        if (!seo) throw std::runtime_error("the SEO texts of a product do not fit their shape");
        extras.seo = std::move(*seo);
    }
    if (row.links.text == "[]" || row.links.text == "null") return extras;
    extras.links.emplace();
    for (const auto& pair : json::parse(row.links.text).as_array()) (*extras.links)[text_of(pair.as_array().at(0))].push_back(id_of<ProductId>(pair.as_array().at(1)));
    return extras;
}

std::vector<Component> read_components(const RawJson& raw) {
    std::vector<Component> out;
    if (raw.text == "[]" || raw.text == "null") return out;
    for (const auto& pair : json::parse(raw.text).as_array()) out.push_back({id_of<VariantId>(pair.as_array().at(0)), pair.as_array().at(1).as_int64(), {}, {}, {}, {}});
    return out;
}

SourceProduct source_product(catalog::ProductRow& row, const Taxonomy& taxonomy) {
    SourceProduct out;
    out.id = row.id;
    out.slug = std::move(row.slug);
    out.title = std::move(row.title);
    out.title_local = std::move(row.title_local).value_or("");
    out.description = std::move(row.description);
    out.brand = std::move(row.brand).value_or("");
    out.category = row.category;
    out.category_words = taxonomy.words(row.category);
    out.tags = std::move(row.tags);
    out.attributes = read_attributes(row.attributes, taxonomy);
    out.unsearched = taxonomy.unsearched();
    out.is_unique = row.is_unique;
    out.popularity = row.popularity;
    out.created_at = row.created_at;
    out.updated_at = row.updated_at;
    return out;
}

SourceVariant source_variant(catalog::VariantRow& row, const Taxonomy& taxonomy) {
    SourceVariant out;
    out.id = row.id;
    out.sku = std::move(row.sku);
    out.barcode = std::move(row.barcode).value_or("");
    out.weight_grams = row.weight_grams;
    out.options = read_pairs(row.options);
    out.attributes = read_attributes(row.attributes, taxonomy);
    return out;
}

/// What products show, and of each the first picture as lists need it.
class Shown {
public:
    explicit Shown(const std::vector<media::ProductPicture>& rows) {
        for (const auto& row : rows) of_[row.product].push_back(media::picture_of(row));
    }
    void give(SourceProduct& product, Extras& extras) {
        auto found = of_.find(product.id);
        if (found == of_.end()) return;
        auto is_seen = [](const media::Picture& one) { return one.kind == media::Kind::picture || one.kind == media::Kind::drawing; };
        if (auto first = std::ranges::find_if(found->second, is_seen); first != found->second.end()) product.cover = to_json(*first);
        extras.media = std::move(found->second);
    }

private:
    std::unordered_map<ProductId, std::vector<media::Picture>> of_;
};

using PriceMap = std::unordered_map<catalog::VariantId, prices::PriceRow>;
using StockMap = std::unordered_map<catalog::VariantId, std::int64_t>;

std::int64_t available_of(const StockMap& levels, catalog::VariantId variant) {
    auto level = levels.find(variant);
    return level == levels.end() ? 0 : level->second;
}
/// So many bundles as every part suffices for.
std::int64_t available_of(const StockMap& levels, const std::vector<Component>& components) {
    auto least = INT64_MAX;
    for (const auto& part : components) least = std::min(least, available_of(levels, part.variant) / part.quantity);
    return std::max<std::int64_t>(least, 0);
}

}  // namespace

Task<ReadProducts> read_products(pg::Db& db, const Ctx& ctx, const Taxonomy& taxonomy, pg::Query<std::vector<catalog::ProductRow>> products,
                                 pg::Query<std::vector<catalog::VariantRow>> variants) {
    auto read = [&](pg::Tx& tx) -> Task<Result<ReadProducts>> {
        ReadProducts out;
        auto [product_rows, variant_rows] = co_await tx.ask(products, variants);
        std::vector<catalog::VariantId> ids;
        ids.reserve(variant_rows.size());
        std::vector<std::vector<Component>> components(variant_rows.size());
        for (size_t i = 0; i < variant_rows.size(); ++i) {
            ids.push_back(variant_rows[i].id);
            components[i] = read_components(variant_rows[i].components);
            for (const auto& part : components[i]) ids.push_back(part.variant);
        }
        std::vector<ProductId> product_ids;
        for (const auto& row : product_rows) product_ids.push_back(row.id);
        auto [price_rows, level_rows, promised, pictures] = co_await tx.ask(prices::current(ids), stock::available(ids), stock::promises(ids), media::pictures_of(product_ids));
        Shown shown(pictures);
        std::unordered_map<catalog::VariantId, Coming> coming;
        for (const auto& row : promised) coming.emplace(row.variant, Coming{row.kind, row.expected_at, row.in_stock});
        PriceMap price_of;
        for (auto& row : price_rows) price_of.emplace(row.variant, row);  // the first currency of each counts
        StockMap levels;
        for (auto& row : level_rows) levels.emplace(row.variant, row.available);

        size_t next = 0;  // both lists are in the order of product ids
        for (auto& row : product_rows) {
            auto extras = read_extras(row);
            auto product = source_product(row, taxonomy);
            shown.give(product, extras);
            while (next < variant_rows.size() && variant_rows[next].product < row.id) ++next;
            for (; next < variant_rows.size() && variant_rows[next].product == row.id; ++next) {
                auto price = price_of.find(variant_rows[next].id);
                if (price == price_of.end()) continue;  // without a price it cannot be sold
                auto variant = source_variant(variant_rows[next], taxonomy);
                variant.price = price->second.minor;
                variant.compare_at = price->second.compare_at_minor;
                out.currency = price->second.currency;
                if (variant.compare_at && price->second.lowest_minor) {
                    if (!extras.lowest) extras.lowest.emplace();
                    extras.lowest->emplace(variant.id.text(), *price->second.lowest_minor);
                }
                variant.available = components[next].empty() ? available_of(levels, variant.id) : available_of(levels, components[next]);
                if (product.is_unique) variant.available = std::min<std::int64_t>(variant.available, 1);
                if (auto later = coming.find(variant.id); later != coming.end() && components[next].empty()) {
                    if (!extras.coming) extras.coming.emplace();
                    extras.coming->emplace(variant.id.text(), later->second);
                }
                if (!components[next].empty()) {
                    if (!extras.components) extras.components.emplace();
                    extras.components->emplace(variant.id.text(), std::move(components[next]));
                }
                product.variants.push_back(std::move(variant));
            }
            if (!extras.is_empty()) product.extras = to_json(extras);
            if (!product.variants.empty()) out.products.push_back(std::move(product));
        }
        co_return out;
    };
    auto result = co_await db.transaction(ctx, read, {.read_only = true});
    co_return std::move(*result);
}

Task<std::shared_ptr<const Taxonomy>> read_taxonomy(pg::Db& db, const Ctx& ctx) {
    auto read = [&](pg::Tx& tx) -> Task<Result<std::shared_ptr<const Taxonomy>>> {
        auto [categories, attributes] = co_await tx.ask(catalog::categories(), catalog::attributes());
        co_return std::make_shared<const Taxonomy>(categories, attributes);
    };
    auto result = co_await db.transaction(ctx, read, {.read_only = true});
    co_return std::move(*result);
}

}  // namespace vitrine::search
