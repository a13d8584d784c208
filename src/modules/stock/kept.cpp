#include "modules/stock/kept/api.h"

#include <map>

#include "modules/stock/sql.h"

namespace vitrine::stock {

Task<std::vector<Shortage>> keep(pg::Tx& tx, std::string reference, std::vector<Want> goods, Instant expires, std::int64_t low_unless_said) {
    std::map<VariantId, std::int64_t> wanted;
    for (const auto& want : goods) wanted[want.variant] += want.quantity;
    std::vector<VariantId> variants;
    std::vector<std::int64_t> quantities;
    std::vector<Want> wants;
    for (const auto& [variant, quantity] : wanted) {
        variants.push_back(variant);
        quantities.push_back(quantity);
        wants.push_back({variant, quantity});
    }
    Shelf shelf(co_await tx.ask(sql::lock_levels(variants, lock_all)));
    if (auto shortages = shelf.take(wants); !shortages.empty()) co_return shortages;
    if (!variants.empty()) tx.send(sql::hold_more(reference, variants, quantities, expires));
    tell_low(tx, shelf.fallen(low_unless_said));
    co_return std::vector<Shortage>{};
}

Task<std::vector<VariantId>> hand_over(pg::Tx& tx, std::string reference, std::string order, Instant expires) {
    co_return co_await tx.ask(sql::hand_over(reference, order, expires));
}

}  // namespace vitrine::stock
