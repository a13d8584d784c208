#include "modules/stock/routes.h"

#include "io/http/version_tag.h"
#include "modules/stock/goods.h"
#include "modules/stock/once.h"
#include "modules/stock/staff.h"

namespace vitrine::stock {
namespace {

struct WarehousePath {
    WarehouseId id;
};
SHAPE(WarehousePath, id)
struct VariantPath {
    VariantId variant;
};
SHAPE(VariantPath, variant)

using At = http::Path<WarehousePath>;
using Of = http::Path<VariantPath>;
using Match = http::Headers<http::IfMatch>;

template <class View>
Result<http::Response> tagged(Result<View> view, std::int64_t version) {
    auto response = http::json_text(to_json(*view));
    response.set("ETag", http::version_tag(version));
    return response;
}

Task<Result<WarehouseList>> get_warehouses(App& app, Ctx ctx) { co_return co_await list_warehouses(app, ctx); }
Task<Result<http::Created<WarehouseView>>> post_warehouse(App& app, Ctx ctx, http::Body<WarehouseInput> in) {
    auto made = co_await create_warehouse(app, ctx, in.value);
    if (!made) co_return refuse(std::move(made.error()));
    auto location = "/api/v1/admin/warehouses/" + made->id.text();
    co_return http::Created<WarehouseView>{std::move(*made), location};
}
Task<Result<http::Response>> get_warehouse(App& app, Ctx ctx, At path) {
    auto view = co_await find_warehouse(app, ctx, path->id);
    if (!view) co_return refuse(std::move(view.error()));
    co_return tagged(view, view->version);
}
Task<Result<http::Response>> put_warehouse(App& app, Ctx ctx, At path, Match match, http::Body<WarehouseInput> in) {
    auto view = co_await replace_warehouse(app, ctx, path->id, http::wanted_version(match->if_match), in.value);
    if (!view) co_return refuse(std::move(view.error()));
    co_return tagged(view, view->version);
}

Task<Result<LevelPage>> get_levels(App& app, Ctx ctx, http::Query<LevelFilter> filter) { return list_levels(app, ctx, filter.value); }
Task<Result<http::Response>> get_level(App& app, Ctx ctx, Of path) {
    auto view = co_await find_level(app, ctx, path->variant);
    if (!view) co_return refuse(std::move(view.error()));
    co_return tagged(view, view->policy.version);
}
Task<Result<http::Response>> put_policy(App& app, Ctx ctx, Of path, Match match, http::Body<PolicyInput> in) {
    auto view = co_await set_policy(app, ctx, path->variant, http::wanted_version(match->if_match), in.value);
    if (!view) co_return refuse(std::move(view.error()));
    co_return tagged(view, view->policy.version);
}
Task<Result<MovementPage>> get_movements(App& app, Ctx ctx, http::Query<MovementFilter> filter) { return list_movements(app, ctx, filter.value); }
Task<Result<ReservationList>> get_reservations(App& app, Ctx ctx, http::Query<ReservationFilter> filter) { return list_reservations(app, ctx, filter.value); }

Task<Result<http::Response>> post_adjustment(App& app, Ctx ctx, Keyed headers, http::Body<Adjustment> in) {
    auto move = [&](pg::Tx& tx) { return adjust_in(tx, app, in.value); };
    co_return co_await answer_once<Adjusted>(app, ctx, headers->idempotency_key.str(), "adjust" + to_json(in.value), 201, move);
}

Task<Result<http::Response>> get_settings(App& app, Ctx ctx) {
    Result<SettingsView> view = co_await settings(app, ctx);
    co_return tagged(view, view->version);
}
Task<Result<http::Response>> put_settings(App& app, Ctx ctx, Match match, http::Body<SettingsInput> in) {
    auto view = co_await set_settings(app, ctx, http::wanted_version(match->if_match), in.value);
    if (!view) co_return refuse(std::move(view.error()));
    co_return tagged(view, view->version);
}

Task<Result<LaneList>> get_lanes(App& app, Ctx ctx) { co_return co_await list_lanes(app, ctx); }
Task<Result<LaneList>> put_lane(App& app, Ctx ctx, Of path, http::Body<LaneInput> in) { return open_lane(app, ctx, path->variant, in.value); }
Task<Result<LaneList>> delete_lane(App& app, Ctx ctx, Of path) { return close_lane(app, ctx, path->variant); }

}  // namespace

void routes(http::Routes<App>& routes) {
    const std::string base = "/api/v1/admin", stock = base + "/stock", warehouses = base + "/warehouses";
    const std::string read = "stock:read", write = "stock:write", adjusts = "stock:adjust";
    routes.get(warehouses, get_warehouses, staff_only(read, "The warehouses, in the order they are asked"));
    routes.post(warehouses, post_warehouse, staff_only(write, "Adds a warehouse", {code_taken}));
    routes.get(warehouses + "/{id}", get_warehouse, staff_only(read, "A warehouse", {warehouse_unknown}));
    routes.put(warehouses + "/{id}", put_warehouse,
               staff_only(write, "Replaces a warehouse; with If-Match only the version it was read at", {warehouse_unknown, code_taken, not_empty, refusals::stale_version}));
    routes.get(stock, get_levels, staff_only(read, "What there is, by article; ?low=true: where staff are told"));
    routes.get(stock + "/settings", get_settings, staff_only(read, "How goods are chosen from several warehouses, and how long they are kept for buyers"));
    routes.put(stock + "/settings", put_settings, staff_only(write, "Sets that; with If-Match only the version it was read at", {refusals::stale_version}));
    routes.get(stock + "/movements", get_movements, staff_only(read, "Every change of what is on hand: who, why, for which order, transfer or count; newest first"));
    routes.post(stock + "/adjustments", post_adjustment,
                staff_only(adjusts, "Changes what lies in a warehouse, with a reason; once for each Idempotency-Key",
                        {warehouse_unknown, variant_unknown, not_there, reserved, refusals::key_reused}));
    routes.get(stock + "/lanes", get_lanes, staff_only(read, "Articles whose buyers queue before the database"));
    routes.put(stock + "/lanes/{variant}", put_lane, staff_only(write, "Lets the buyers of an article queue", {variant_unknown}));
    routes.del(stock + "/lanes/{variant}", delete_lane, staff_only(write, "Closes the queue of an article"));
    routes.get(stock + "/levels/{variant}", get_level, staff_only(read, "What there is of an article in each warehouse, and how it is sold", {variant_unknown}));
    routes.put(stock + "/levels/{variant}/policy", put_policy,
               staff_only(write, "Sets how an article is sold that is not there, what is kept back and when staff are told", {variant_unknown, refusals::stale_version}));
    routes.get(base + "/reservations", get_reservations, staff_only(read, "What orders hold or wait for, of an article or an order"));
    transfer_routes(routes);
    count_routes(routes);
}

}  // namespace vitrine::stock
