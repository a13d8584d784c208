#include "modules/search/read_products.h"

#include <boost/json.hpp>

#include "modules/prices/api.h"
#include "modules/stock/api.h"

namespace vitrine::search {
namespace {

namespace json = boost::json;

std::string text_of(const json::value& value) { return std::string(value.as_string()); }

std::vector<NamedValue> read_object(const RawJson& raw) {
    std::vector<NamedValue> out;
    if (raw.text == "{}") return out;
    for (const auto& [name, value] : json::parse(raw.text).as_object()) out.emplace_back(name, text_of(value));
    return out;
}
std::vector<NamedValue> read_pairs(const RawJson& raw) {
    std::vector<NamedValue> out;
    if (raw.text == "[]") return out;
    for (const auto& pair : json::parse(raw.text).as_array()) out.emplace_back(text_of(pair.as_array().at(0)), text_of(pair.as_array().at(1)));
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
    out.attributes = read_object(row.attributes);
    out.popularity = row.popularity;
    out.created_at = row.created_at;
    out.updated_at = row.updated_at;
    return out;
}

SourceVariant source_variant(catalog::VariantRow& row) {
    SourceVariant out;
    out.id = row.id;
    out.sku = std::move(row.sku);
    out.barcode = std::move(row.barcode).value_or("");
    out.weight_grams = row.weight_grams;
    out.options = read_pairs(row.options);
    out.attributes = read_object(row.attributes);
    return out;
}

using PriceMap = std::unordered_map<catalog::VariantId, prices::PriceRow>;
using StockMap = std::unordered_map<catalog::VariantId, std::int64_t>;

}  // namespace

Task<ReadProducts> read_products(pg::Db& db, const Ctx& ctx, const Taxonomy& taxonomy, pg::Query<std::vector<catalog::ProductRow>> products,
                                 pg::Query<std::vector<catalog::VariantRow>> variants) {
    auto read = [&](pg::Tx& tx) -> Task<Result<ReadProducts>> {
        ReadProducts out;
        auto [product_rows, variant_rows] = co_await tx.ask(products, variants);
        std::vector<catalog::VariantId> ids;
        ids.reserve(variant_rows.size());
        for (const auto& row : variant_rows) ids.push_back(row.id);
        auto [price_rows, level_rows] = co_await tx.ask(prices::current(ids), stock::available(ids));
        PriceMap price_of;
        for (auto& row : price_rows) price_of.emplace(row.variant, row);  // the first currency of each counts
        StockMap available_of;
        for (auto& row : level_rows) available_of.emplace(row.variant, row.available);

        size_t next = 0;  // both lists are in the order of product ids
        for (auto& row : product_rows) {
            auto product = source_product(row, taxonomy);
            while (next < variant_rows.size() && variant_rows[next].product < row.id) ++next;
            for (; next < variant_rows.size() && variant_rows[next].product == row.id; ++next) {
                auto price = price_of.find(variant_rows[next].id);
                if (price == price_of.end()) continue;  // without a price it cannot be sold
                auto variant = source_variant(variant_rows[next]);
                variant.price = price->second.minor;
                variant.compare_at = price->second.compare_at_minor;
                out.currency = price->second.currency;
                if (auto level = available_of.find(variant.id); level != available_of.end()) variant.available = level->second;
                product.variants.push_back(std::move(variant));
            }
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
