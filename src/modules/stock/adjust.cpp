#include <algorithm>

#include "modules/stock/names.h"
#include "modules/stock/sql.h"

namespace vitrine::stock {
namespace {

constexpr size_t most_items = 500;

std::vector<Fault> faults_of(const Adjustment& in) {
    std::vector<Fault> faults;
    if (in.items.empty()) faults.push_back({"/items", "required", "name what changes"});
    if (in.items.size() > most_items) faults.push_back({"/items", "out_of_range", "at most 500 at once"});
    for (size_t i = 0; i < in.items.size(); ++i) {
        auto change = in.items[i].change;
        if (change == 0 || change > 1'000'000'000 || change < -1'000'000'000)
            faults.push_back({"/items/" + std::to_string(i) + "/change", "out_of_range", "pieces that come or go, not none"});
    }
    return faults;
}

/// Of what there is only one of, two are an error of whoever counts.
std::vector<Fault> second_pieces(const std::vector<AdjustItem>& items, const std::vector<catalog::NamedVariant>& named, const LockedGoods& locked) {
    std::vector<Fault> faults;
    for (size_t i = 0; i < items.size(); ++i) {
        auto name = std::ranges::find(named, items[i].variant, &catalog::NamedVariant::id);
        if (name->is_unique && locked.level(items[i].variant).on_hand + items[i].change > 1)
            faults.push_back({"/items/" + std::to_string(i) + "/change", "one_of_a_kind", "there is only one of it"});
    }
    return faults;
}

}  // namespace

Task<Result<Adjusted>> adjust_in(pg::Tx& tx, App& app, Adjustment in) {
    if (auto faults = faults_of(in); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    auto warehouse = in.warehouse ? *in.warehouse : co_await tx.ask(sql::default_warehouse());
    std::vector<VariantId> variants;
    for (const auto& item : in.items) variants.push_back(item.variant);
    auto place = co_await tx.ask(sql::find_warehouse(warehouse));
    if (!place) co_return refuse(warehouse_unknown, {}, {{"/warehouse", "stock.warehouse_unknown", "there is no such warehouse"}});
    auto named = co_await name_all(tx, variants, "/items");
    if (!named) co_return refuse(std::move(named.error()));
    auto locked = co_await lock_goods(tx, variants);
    if (auto faults = second_pieces(in.items, *named, locked); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
    std::vector<Change> changes;
    for (size_t i = 0; i < in.items.size(); ++i) {
        auto pointer = "/items/" + std::to_string(i) + "/change";
        if (place->is_closed && in.items[i].change > 0) co_return refuse(refusals::invalid, {}, {{"/warehouse", "closed", "this warehouse is closed"}});
        changes.push_back({in.items[i].variant, warehouse, in.items[i].change, pointer});
    }
    Cause cause{std::string(shape_name(in.reason)), in.reference ? in.reference->str() : "", in.note ? in.note->str() : ""};
    auto moved = co_await move_goods(tx, locked, std::move(changes), std::move(cause), low_of(app, tx.ctx()));
    if (!moved) co_return refuse(std::move(moved.error()));
    tx.after_commit([&app] { app.db.notify_soon(catalog::changes_channel); });
    co_return Adjusted{co_await tx.ask(sql::levels_of(variants))};
}

}  // namespace vitrine::stock
