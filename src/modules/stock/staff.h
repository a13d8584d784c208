#pragma once
#include "core/text.h"
#include "core/whole.h"
#include "modules/stock/rules.h"

namespace vitrine::stock {

inline constexpr RefusalKind variant_unknown{"stock.variant_unknown", 404, "No such article"};
inline constexpr RefusalKind code_taken{"stock.code_taken", 409, "Another warehouse has this code"};
inline constexpr RefusalKind not_empty{"stock.warehouse_not_empty", 409, "Goods still lie in this warehouse"};

using Limit = Whole<1, 200>;

/// A warehouse as staff see it.
struct WarehouseView {
    WarehouseId id;
    std::string code, name, country, region, postal_code, address;
    std::int32_t priority = 100;        ///< the lower is asked first
    bool is_default = false;            ///< where imports put what they bring
    bool is_closed = false;             ///< nothing is put there
    std::int64_t version = 1;
};
SHAPE(WarehouseView, id, code, name, country, region, postal_code, address, priority, is_default, is_closed, version)
struct WarehouseList {
    std::vector<WarehouseView> items;
};
SHAPE(WarehouseList, items)
struct WarehouseInput {
    Slug code;
    Text<1, 80> name;
    std::optional<CountryCode> country;
    std::optional<Text<0, 80>> region;
    std::optional<Text<0, 16>> postal_code;
    std::optional<Text<0, 500>> address;
    std::optional<Whole<0, 9'999>> priority;
    std::optional<bool> is_default, is_closed;
};
SHAPE(WarehouseInput, code, name, country, region, postal_code, address, priority, is_default, is_closed)

/// Adds a warehouse. Refuses stock.code_taken, request.invalid.
Task<Result<WarehouseView>> create_warehouse(App& app, Ctx ctx, WarehouseInput in);
/// Repeatable. `version`: only while it is still this one. Making one the default takes that from the other; only an empty one is closed.
/// Refuses stock.warehouse_unknown, stock.code_taken, stock.warehouse_not_empty, request.stale_version, request.invalid.
Task<Result<WarehouseView>> replace_warehouse(App& app, Ctx ctx, WarehouseId id, std::optional<std::int64_t> version, WarehouseInput in);
Task<Result<WarehouseView>> find_warehouse(App& app, Ctx ctx, WarehouseId id);
Task<WarehouseList> list_warehouses(App& app, Ctx ctx);

/// What there is of one variant.
struct LevelRow {
    VariantId variant;
    std::int64_t on_hand = 0, reserved = 0, promised = 0;
    std::int64_t available = 0;         ///< beside what is reserved, promised and kept back; may be below zero
    std::int64_t safety = 0, promise_limit = 0;
    std::optional<std::int64_t> low_at;
};
SHAPE(LevelRow, variant, on_hand, reserved, promised, available, safety, promise_limit, low_at)
struct LevelView {
    LevelRow level;
    std::string sku, title;
};
SHAPE(LevelView, level, sku, title)
struct LevelFilter {
    std::optional<bool> low;            ///< only those at or below the number at which staff are told
    std::optional<WarehouseId> warehouse;
    std::optional<Limit> limit;
    std::optional<VariantId> cursor;
};
SHAPE(LevelFilter, low, warehouse, limit, cursor)
struct LevelPage {
    std::vector<LevelView> items;
    std::optional<VariantId> next_cursor;
};
SHAPE(LevelPage, items, next_cursor)
/// By variant, with a stable cursor.
Task<Result<LevelPage>> list_levels(App& app, Ctx ctx, LevelFilter filter);

/// One variant in one warehouse. `to_ship`: sold and still standing there; `incoming`: on its way in transfers.
struct PlaceRow {
    WarehouseId warehouse;
    std::string code, name;
    std::int64_t on_hand = 0, to_ship = 0, incoming = 0;
};
SHAPE(PlaceRow, warehouse, code, name, on_hand, to_ship, incoming)
struct PolicyRow {
    PolicyKind kind = PolicyKind::stock_only;
    std::optional<Instant> expected_at;
    std::int64_t version = 0;
};
SHAPE(PolicyRow, kind, expected_at, version)
struct LevelDetail {
    LevelRow level;
    std::string sku, title;
    std::vector<PlaceRow> warehouses;
    PolicyRow policy;
};
SHAPE(LevelDetail, level, sku, title, warehouses, policy)
/// Refuses stock.variant_unknown.
Task<Result<LevelDetail>> find_level(App& app, Ctx ctx, VariantId variant);

/// How a variant is sold.
struct PolicyInput {
    PolicyKind kind = PolicyKind::stock_only;
    std::optional<Whole<0, 1'000'000>> promise_limit;   ///< pieces that may be promised beyond what there is; needed unless stock_only
    std::optional<Instant> expected_at;                 ///< shown to buyers
    std::optional<Whole<0, 1'000'000>> safety;          ///< kept back from sale
    std::optional<Whole<0, 500>> low_at;                ///< absent: the store's number
};
SHAPE(PolicyInput, kind, promise_limit, expected_at, safety, low_at)
/// Sets how a variant is sold; pages show it within a second. A limit below what is promised already is raised to that. Repeatable. Refuses
/// stock.variant_unknown, request.stale_version, request.invalid.
Task<Result<LevelDetail>> set_policy(App& app, Ctx ctx, VariantId variant, std::optional<std::int64_t> version, PolicyInput in);

/// One movement, never changed.
struct MovementRow {
    std::int64_t id = 0;
    VariantId variant;
    WarehouseId warehouse;
    std::int64_t change = 0;
    std::string reason, reference, note, actor;
    Instant moved_at{};
};
SHAPE(MovementRow, id, variant, warehouse, change, reason, reference, note, actor, moved_at)
struct MovementFilter {
    std::optional<VariantId> variant;
    std::optional<WarehouseId> warehouse;
    std::optional<std::string> reference;
    std::optional<Limit> limit;
    std::optional<std::int64_t> cursor;
};
SHAPE(MovementFilter, variant, warehouse, reference, limit, cursor)
struct MovementPage {
    std::vector<MovementRow> items;
    std::optional<std::int64_t> next_cursor;
};
SHAPE(MovementPage, items, next_cursor)
/// Newest first.
Task<Result<MovementPage>> list_movements(App& app, Ctx ctx, MovementFilter filter);

struct ReservationRow {
    std::string order_ref;
    VariantId variant;
    std::int64_t quantity = 0;
    std::string state;                  ///< active, sold, released; waiting: promised
    Instant expires_at{};
};
SHAPE(ReservationRow, order_ref, variant, quantity, state, expires_at)
struct ReservationFilter {
    std::optional<VariantId> variant;
    std::optional<std::string> order;
};
SHAPE(ReservationFilter, variant, order)
struct ReservationList {
    std::vector<ReservationRow> items;  ///< 200 at most
};
SHAPE(ReservationList, items)
/// Of one variant those that are active or wait; of one order all. Refuses request.invalid when neither is named.
Task<Result<ReservationList>> list_reservations(App& app, Ctx ctx, ReservationFilter filter);

enum class AdjustReason { received, damaged, lost, found, returned, correction, gift, own_use };
SHAPE_ENUM(AdjustReason, received, damaged, lost, found, returned, correction, gift, own_use)
struct AdjustItem {
    VariantId variant;
    std::int64_t change = 0;            ///< pieces; below zero: they leave
};
SHAPE(AdjustItem, variant, change)
struct Adjustment {
    std::optional<WarehouseId> warehouse;    ///< absent: the default one
    AdjustReason reason = AdjustReason::correction;
    std::optional<Text<0, 500>> note;
    std::optional<Text<0, 100>> reference;
    std::vector<AdjustItem> items;
};
SHAPE(Adjustment, warehouse, reason, note, reference, items)
struct Adjusted {
    std::vector<LevelRow> items;
};
SHAPE(Adjusted, items)
/// Changes what lies in a warehouse, all items or none. Refuses stock.warehouse_unknown, stock.variant_unknown, stock.not_there, stock.reserved, request.invalid.
Task<Result<Adjusted>> adjust_in(pg::Tx& tx, App& app, Adjustment in);

/// How a store sells what lies in several places, and for how long it keeps goods for buyers who pay online.
struct SettingsView {
    Strategy strategy = Strategy::priority;
    std::optional<std::int64_t> guest_hold_minutes, customer_hold_minutes;
    std::int64_t version = 0;
};
SHAPE(SettingsView, strategy, guest_hold_minutes, customer_hold_minutes, version)
struct SettingsInput {
    Strategy strategy = Strategy::priority;
    std::optional<Whole<1, 120>> guest_hold_minutes, customer_hold_minutes;
};
SHAPE(SettingsInput, strategy, guest_hold_minutes, customer_hold_minutes)
Task<SettingsView> settings(App& app, Ctx ctx);
/// Every process follows within two seconds. Repeatable. Refuses request.stale_version.
Task<Result<SettingsView>> set_settings(App& app, Ctx ctx, std::optional<std::int64_t> version, SettingsInput in);

/// An article whose buyers queue before the database.
struct LaneRow {
    VariantId variant;
    Instant opens_at{};
    std::optional<Instant> closes_at;
    std::string opened_by;
};
SHAPE(LaneRow, variant, opens_at, closes_at, opened_by)
struct LaneList {
    std::vector<LaneRow> items;
};
SHAPE(LaneList, items)
struct LaneInput {
    std::optional<Instant> opens_at;    ///< absent: now
    std::optional<Instant> closes_at;
};
SHAPE(LaneInput, opens_at, closes_at)
/// Opens or moves the lane of a variant; every process follows within two seconds. Repeatable. Refuses stock.variant_unknown, request.invalid.
Task<Result<LaneList>> open_lane(App& app, Ctx ctx, VariantId variant, LaneInput in);
/// Repeatable.
Task<Result<LaneList>> close_lane(App& app, Ctx ctx, VariantId variant);
Task<LaneList> list_lanes(App& app, Ctx ctx);

}  // namespace vitrine::stock
