#pragma once
#include "modules/stock/rules.h"

namespace vitrine::stock {

inline constexpr RefusalKind reserved{"stock.reserved", 409, "These goods are reserved for orders"};
inline constexpr RefusalKind not_there{"stock.not_there", 409, "There is not so much in this warehouse"};
inline constexpr RefusalKind warehouse_unknown{"stock.warehouse_unknown", 404, "No such warehouse"};

/// Pieces that come into a warehouse (more than zero) or leave it.
struct Change {
    VariantId variant;
    WarehouseId warehouse;
    std::int64_t quantity = 0;
    std::string pointer = {};     ///< where the caller's input names it, for refusals
};
/// Why, and by which order, transfer or count.
struct Cause {
    std::string reason, reference = {}, note = {};
};

/// A level behind its lock.
struct LockedLevel {
    VariantId variant;
    std::int64_t on_hand = 0, reserved = 0, safety = 0, promised = 0;
    std::optional<std::int64_t> low_at;
};
SHAPE(LockedLevel, variant, on_hand, reserved, safety, promised, low_at)

/// The levels and shelves of some variants behind their locks; levels that were missing are made.
struct LockedGoods {
    std::vector<LockedLevel> levels;
    std::vector<ShelfRow> shelves;
    std::int64_t on_shelf(VariantId variant, WarehouseId warehouse) const;
    const LockedLevel& level(VariantId variant) const;
};
Task<LockedGoods> lock_goods(pg::Tx& tx, std::vector<VariantId> variants);

/// Moves goods in and out of warehouses: levels, shelves and one movement each, all or none. Fills promises where something came, tells staff where little is left, and
/// the snapshots. The goods are locked (lock_goods) with all that `changes` name. Changes of one variant are judged by their sum: what moves within the store leaves
/// its level. Refuses stock.reserved and stock.not_there with a pointer each.
Task<Result<bool>> move_goods(pg::Tx& tx, const LockedGoods& locked, std::vector<Change> changes, Cause cause, std::int64_t low_unless_said);

}  // namespace vitrine::stock
