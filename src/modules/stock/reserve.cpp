#include <algorithm>

#include "modules/stock/api.h"
#include "modules/stock/sql.h"

namespace vitrine::stock {

Shelf::Shelf(const std::vector<Level>& levels) {
    for (const auto& level : levels) left_[level.variant] = {level.available, level.available, level.promisable, level.low_at};
}

std::int64_t Shelf::left(VariantId variant) const {
    auto found = left_.find(variant);
    return found == left_.end() ? 0 : std::max<std::int64_t>(found->second.available, 0);
}

std::vector<Shortage> Shelf::take(const std::vector<Want>& wants, std::vector<Want>* promised) {
    std::vector<Shortage> totals;
    for (const auto& want : wants) {
        auto same = std::ranges::find(totals, want.variant, &Shortage::variant);
        auto known = left_.find(want.variant);
        auto most = left(want.variant) + (known == left_.end() ? 0 : known->second.promisable);
        if (same == totals.end()) totals.push_back({want.variant, want.quantity, most});
        else same->wanted += want.quantity;
    }
    std::vector<Shortage> shortages;
    for (const auto& total : totals)
        if (total.wanted > total.available) shortages.push_back(total);
    if (!shortages.empty()) return shortages;
    for (const auto& total : totals) {
        auto& known = left_[total.variant];
        auto later = total.wanted - std::min(total.wanted, left(total.variant));
        known.available -= total.wanted - later;
        known.promisable -= later;
        if (later && promised) promised->push_back({total.variant, later});
    }
    return {};
}

std::vector<Available> Shelf::fallen(std::int64_t low_unless_said) const {
    std::vector<Available> out;
    for (const auto& [variant, known] : left_) {
        auto low = known.low_at.value_or(low_unless_said);
        if (known.before > low && known.available <= low) out.push_back({variant, known.available});
    }
    return out;
}

pg::Later<std::vector<Level>> lock_levels(pg::Tx& tx, const std::vector<VariantId>& variants, std::int64_t plenty) { return tx.queue(sql::lock_levels(variants, plenty)); }

namespace {

/// The columns of holds or of promises.
struct HoldColumns {
    std::vector<std::string> orders;
    std::vector<VariantId> variants;
    std::vector<std::int64_t> quantities;
    std::vector<Instant> expires;

    void add(const Hold& hold, std::int64_t quantity) {
        if (quantity == 0) return;
        orders.push_back(hold.order);
        variants.push_back(hold.variant);
        quantities.push_back(quantity);
        expires.push_back(hold.expires);
    }
};

}  // namespace

void hold(pg::Tx& tx, const std::vector<Hold>& holds) {
    HoldColumns there, later;
    for (const auto& each : holds) {
        there.add(each, each.quantity - each.promised);
        later.add(each, each.promised);
    }
    if (!later.orders.empty()) tx.send(sql::promise(later.orders, later.variants, later.quantities, later.expires));
    if (there.orders.empty()) return;
    tx.send(sql::hold(there.orders, there.variants, there.quantities, there.expires));
    tx.send(sql::reserve(there.variants, there.quantities));
}

pg::Later<std::vector<VariantId>> release(pg::Tx& tx, std::string order, std::string reason) {
    tx.send(sql::lock_levels_of_order(order));  // who fills a promise of this order meanwhile makes a reservation of it
    return tx.queue(sql::release(order, reason));
}

void extend(pg::Tx& tx, std::string order, Instant expires) { tx.send(sql::extend(order, expires)); }

pg::Later<std::vector<VariantId>> set_on_hand(pg::Tx& tx, const std::vector<VariantId>& variants, const std::vector<std::int64_t>& on_hand, std::string reason) {
    tx.send(sql::make_levels(variants));            // so that two who meet a new variant wait for each other
    tx.send(sql::lock_levels(variants, lock_all));  // a statement sees the shelves as they were when it began
    return tx.queue(sql::set_on_hand(variants, on_hand, reason));
}

pg::Query<std::vector<Available>> available(const std::vector<VariantId>& variants) { return sql::available(variants); }
pg::Query<std::vector<OnHand>> on_hand(const std::vector<VariantId>& variants) { return sql::on_hand(variants); }
pg::Query<std::vector<Available>> all_available() { return sql::all_available(); }

pg::Query<std::vector<Promise>> promises(const std::vector<VariantId>& variants) { return sql::promises_of_variants(variants); }
pg::Query<std::int64_t> waiting(const std::string& order) { return sql::waiting(order); }
pg::Query<std::vector<Allocation>> allocations(const std::string& order) { return sql::allocations(order); }

pg::Later<std::vector<VariantId>> waive(pg::Tx& tx, std::string order) {
    tx.send(sql::lock_levels_of_order(order));
    return tx.queue(sql::waive(order));
}

void ship(pg::Tx& tx, std::string order) { tx.send(sql::ship(order)); }

}  // namespace vitrine::stock
