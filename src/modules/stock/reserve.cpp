#include <algorithm>

#include "modules/stock/api.h"
#include "modules/stock/sql.h"

namespace vitrine::stock {

Shelf::Shelf(const std::vector<Available>& levels) {
    for (const auto& level : levels) left_[level.variant] = level.available;
}

std::int64_t Shelf::left(VariantId variant) const {
    auto found = left_.find(variant);
    return found == left_.end() ? 0 : found->second;
}

std::vector<Shortage> Shelf::take(const std::vector<Want>& wants) {
    std::vector<Shortage> totals;
    for (const auto& want : wants) {
        auto same = std::ranges::find(totals, want.variant, &Shortage::variant);
        if (same == totals.end()) totals.push_back({want.variant, want.quantity, left(want.variant)});
        else same->wanted += want.quantity;
    }
    std::vector<Shortage> shortages;
    for (const auto& total : totals)
        if (total.wanted > total.available) shortages.push_back(total);
    if (!shortages.empty()) return shortages;
    for (const auto& total : totals) left_[total.variant] -= total.wanted;
    return {};
}

pg::Later<std::vector<Available>> lock_levels(pg::Tx& tx, const std::vector<VariantId>& variants, std::int64_t plenty) { return tx.queue(sql::lock_levels(variants, plenty)); }

void hold(pg::Tx& tx, const std::vector<Hold>& holds) {
    if (holds.empty()) return;
    std::vector<std::string> orders;
    std::vector<VariantId> variants;
    std::vector<std::int64_t> quantities;
    std::vector<Instant> expires;
    for (const auto& each : holds) {
        orders.push_back(each.order);
        variants.push_back(each.variant);
        quantities.push_back(each.quantity);
        expires.push_back(each.expires);
    }
    tx.send(sql::hold(orders, variants, quantities, expires));
    tx.send(sql::reserve(variants, quantities));
}

pg::Later<std::vector<VariantId>> sell(pg::Tx& tx, std::string order) { return tx.queue(sql::sell(order)); }
pg::Later<std::vector<VariantId>> release(pg::Tx& tx, std::string order, std::string reason) { return tx.queue(sql::release(order, reason)); }
void extend(pg::Tx& tx, std::string order, Instant expires) { tx.send(sql::extend(order, expires)); }

namespace {

std::pair<std::vector<VariantId>, std::vector<std::int64_t>> columns_of(const std::vector<Want>& goods) {
    std::pair<std::vector<VariantId>, std::vector<std::int64_t>> columns;
    for (const auto& each : goods) {
        columns.first.push_back(each.variant);
        columns.second.push_back(each.quantity);
    }
    return columns;
}

}  // namespace

pg::Later<std::vector<VariantId>> take_back(pg::Tx& tx, std::string order, const std::vector<Want>& goods, std::string reason) {
    auto [variants, quantities] = columns_of(goods);
    return tx.queue(sql::take_back(order, variants, quantities, reason));
}

pg::Later<std::vector<VariantId>> rehold(pg::Tx& tx, std::string order, const std::vector<Want>& goods, Instant expires) {
    auto [variants, quantities] = columns_of(goods);
    return tx.queue(sql::rehold(order, variants, quantities, expires));
}

pg::Later<std::vector<VariantId>> set_on_hand(pg::Tx& tx, const std::vector<VariantId>& variants, const std::vector<std::int64_t>& on_hand, std::string reason) {
    return tx.queue(sql::set_on_hand(variants, on_hand, reason));
}

pg::Query<std::vector<Available>> available(const std::vector<VariantId>& variants) { return sql::available(variants); }
pg::Query<std::vector<OnHand>> on_hand(const std::vector<VariantId>& variants) { return sql::on_hand(variants); }
pg::Query<std::vector<Available>> all_available() { return sql::all_available(); }

}  // namespace vitrine::stock
