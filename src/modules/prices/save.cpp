#include "modules/prices/api.h"
#include "modules/prices/sql.h"

namespace vitrine::prices {

pg::Later<std::vector<VariantId>> save(pg::Tx& tx, const std::vector<VariantPrice>& prices) {
    std::vector<VariantId> variants;
    std::vector<Currency> currencies;
    std::vector<std::int64_t> minors;
    std::vector<std::optional<std::int64_t>> compare_at;
    for (const auto& price : prices) {
        variants.push_back(price.variant);
        currencies.push_back(price.price.currency);
        minors.push_back(price.price.minor);
        compare_at.push_back(price.compare_at ? std::optional(price.compare_at->minor) : std::nullopt);
    }
    return tx.queue(sql::save(variants, currencies, minors, compare_at));
}

pg::Query<std::vector<PriceRow>> current(const std::vector<VariantId>& variants) { return sql::current(variants); }

}  // namespace vitrine::prices
