#include "modules/stock/goods.h"

#include <algorithm>
#include <map>

#include "modules/stock/sql.h"

namespace vitrine::stock {
namespace {

std::vector<Change> summed(std::vector<Change> changes) {
    std::vector<Change> out;
    for (auto& change : changes) {
        auto same = std::ranges::find_if(out, [&](const Change& one) { return one.variant == change.variant && one.warehouse == change.warehouse; });
        if (same == out.end()) out.push_back(std::move(change));
        else same->quantity += change.quantity;
    }
    std::erase_if(out, [](const Change& one) { return one.quantity == 0; });
    return out;
}

std::map<VariantId, std::int64_t> totals_of(const std::vector<Change>& changes) {
    std::map<VariantId, std::int64_t> out;
    for (const auto& change : changes) out[change.variant] += change.quantity;
    return out;
}

std::optional<Refusal> judge(const LockedGoods& locked, const std::vector<Change>& changes) {
    std::vector<Fault> missing, held;
    auto totals = totals_of(changes);
    for (const auto& change : changes) {
        auto there = locked.on_shelf(change.variant, change.warehouse);
        if (there + change.quantity < 0) missing.push_back({change.pointer, "stock.not_there", std::to_string(there) + " are there"});
        const auto& level = locked.level(change.variant);
        auto free = level.on_hand - level.reserved;
        if (change.quantity < 0 && free + totals.at(change.variant) < 0)
            held.push_back({change.pointer, "stock.reserved", std::to_string(level.reserved) + " of " + std::to_string(level.on_hand) + " are reserved"});
    }
    if (!missing.empty()) return refuse(not_there, {}, std::move(missing)).error();
    if (!held.empty()) return refuse(reserved, {}, std::move(held)).error();
    return {};
}

std::vector<Available> fallen(const LockedGoods& locked, const std::map<VariantId, std::int64_t>& totals, std::int64_t low_unless_said) {
    std::vector<Available> out;
    for (const auto& [variant, change] : totals) {
        const auto& level = locked.level(variant);
        auto before = level.on_hand - level.reserved - level.promised - level.safety, low = level.low_at.value_or(low_unless_said);
        if (before > low && before + change <= low) out.push_back({variant, before + change});
    }
    return out;
}

}  // namespace

std::int64_t LockedGoods::on_shelf(VariantId variant, WarehouseId warehouse) const {
    auto found = std::ranges::find_if(shelves, [&](const ShelfRow& row) { return row.variant == variant && row.warehouse == warehouse; });
    return found == shelves.end() ? 0 : found->on_hand;
}

const LockedLevel& LockedGoods::level(VariantId variant) const {
    auto found = std::ranges::find(levels, variant, &LockedLevel::variant);
    if (found == levels.end()) throw std::logic_error("goods are moved whose level was not locked");
    return *found;
}

Task<LockedGoods> lock_goods(pg::Tx& tx, std::vector<VariantId> variants) {
    tx.send(sql::make_levels(variants));
    auto [levels, shelves] = co_await tx.ask(sql::lock_for_change(variants), sql::shelves_of(variants));
    co_return LockedGoods{std::move(levels), std::move(shelves)};
}

Task<Result<bool>> move_goods(pg::Tx& tx, const LockedGoods& locked, std::vector<Change> given, Cause cause, std::int64_t low_unless_said) {
    auto changes = summed(std::move(given));
    if (changes.empty()) co_return true;
    if (auto refusal = judge(locked, changes)) co_return refuse(std::move(*refusal));
    std::vector<VariantId> variants;
    std::vector<WarehouseId> warehouses;
    std::vector<std::int64_t> quantities;
    for (const auto& change : changes) {
        variants.push_back(change.variant);
        warehouses.push_back(change.warehouse);
        quantities.push_back(change.quantity);
    }
    tx.send(sql::move_goods(variants, warehouses, quantities, cause.reason, cause.reference, cause.note));
    auto totals = totals_of(changes);
    tell_low(tx, fallen(locked, totals, low_unless_said));
    std::vector<VariantId> touched, risen;
    for (const auto& [variant, change] : totals) {
        touched.push_back(variant);
        if (change > 0 && locked.level(variant).promised > 0) risen.push_back(variant);
    }
    catalog::note_variant_changes(tx, touched);
    co_await tx.flush();
    co_await fill(tx, risen);
    co_return true;
}

}  // namespace vitrine::stock
