// What an order has of the stock changes while it is in the house: lines are cancelled, or it is edited.
#include <algorithm>
#include <map>

#include "modules/stock/sql.h"

namespace vitrine::stock {
namespace {

struct Columns {
    std::vector<VariantId> variants;
    std::vector<std::int64_t> quantities;
};

Columns columns_of(const std::vector<Want>& goods) {
    Columns out;
    for (const auto& want : goods) {
        out.variants.push_back(want.variant);
        out.quantities.push_back(want.quantity);
    }
    return out;
}

struct Difference {
    std::vector<Want> less, more;
};

/// Between what an order has and what it shall have.
Difference difference(const std::vector<sql::ClaimRow>& has, const std::vector<Want>& wanted) {
    std::map<VariantId, std::int64_t> change;
    for (const auto& claim : has) change[claim.variant] -= claim.quantity;
    for (const auto& want : wanted) change[want.variant] += want.quantity;
    Difference out;
    for (const auto& [variant, by] : change) {
        if (by < 0) out.less.push_back({variant, -by});
        if (by > 0) out.more.push_back({variant, by});
    }
    return out;
}

/// What is there is held, the rest is promised.
void claim_more(pg::Tx& tx, const std::string& order, std::vector<Want> more, const std::vector<Want>& promised, Instant expires) {
    for (const auto& later : promised) std::ranges::find(more, later.variant, &Want::variant)->quantity -= later.quantity;
    std::erase_if(more, [](const Want& want) { return want.quantity == 0; });
    if (auto there = columns_of(more); !there.variants.empty()) tx.send(sql::hold_more(order, there.variants, there.quantities, expires));
    if (auto later = columns_of(promised); !later.variants.empty()) tx.send(sql::promise_more(order, later.variants, later.quantities, expires));
}

}  // namespace

Task<std::vector<VariantId>> let_go(pg::Tx& tx, std::string order, std::vector<Want> goods, std::string reason) {
    auto [variants, quantities] = columns_of(goods);
    tx.send(sql::lock_levels_with(order, variants));
    auto touched = co_await tx.ask(sql::let_go(order, variants, quantities, reason));
    co_await fill(tx, touched);
    co_return touched;
}

Task<Reheld> rehold(pg::Tx& tx, std::string order, std::vector<Want> goods, Instant expires, std::int64_t low_unless_said) {
    auto [levels, claims] = co_await tx.ask(sql::lock_levels_with(order, columns_of(goods).variants), sql::claims_of(order));
    auto [less, more] = difference(claims, goods);
    Shelf shelf(levels);
    std::vector<Want> promised;
    if (auto shortages = shelf.take(more, &promised); !shortages.empty()) co_return Reheld{std::move(shortages), {}};
    Reheld out;
    claim_more(tx, order, more, promised, expires);
    extend(tx, order, expires);
    tell_low(tx, shelf.fallen(low_unless_said));
    if (!less.empty()) {
        auto [variants, quantities] = columns_of(less);
        out.touched = co_await tx.ask(sql::let_go(order, variants, quantities, "edited"));
        co_await fill(tx, out.touched);
    }
    for (const auto& want : more) out.touched.push_back(want.variant);
    co_return out;
}

}  // namespace vitrine::stock
