#include "modules/orders/routes.h"

#include "modules/orders/cancel.h"
#include "modules/orders/guest/api.h"
#include "modules/orders/list.h"
#include "modules/orders/of_customer/api.h"
#include "modules/orders/paid_edit.h"
#include "modules/stock/api.h"

namespace vitrine::orders {
namespace {

struct OrderPath {
    OrderId id;
};
SHAPE(OrderPath, id)
struct PlaceHeaders {
    std::string idempotency_key;
    std::optional<std::string> x_cart_token;   ///< left out by a customer who is signed in
};
SHAPE(PlaceHeaders, idempotency_key, x_cart_token)
struct Timeline {
    std::vector<TimelineEntry> items;
};
SHAPE(Timeline, items)
struct MoveOrder {
    Text<1, 40> verb;
    std::optional<Text<0, 500>> reason;
};
SHAPE(MoveOrder, verb, reason)

Task<Result<http::Created<OrderPlacedAnswer>>> post_order(App& app, Ctx ctx, http::Headers<PlaceHeaders> headers, http::Body<PlaceOrder> in, const http::Request& request) {
    auto placed = co_await place(app, ctx, carts::access_of(ctx, headers->x_cart_token), headers->idempotency_key, in.value, {request.remote_ip});
    if (!placed) co_return refuse(placed.error());
    auto location = "/api/v1/orders/" + placed->answer.order.id.text();
    co_return http::Created<OrderPlacedAnswer>{std::move(placed->answer), location, placed->replayed};
}

Task<Result<OrderView>> get_order(App& app, Ctx ctx, http::Path<OrderPath> path, http::Headers<GuestHeader> header, http::Query<GuestQuery> query) {
    return view(app, ctx, path->id, guest_secret(header->x_order_token, query));
}

Task<Result<Timeline>> get_tracking(App& app, Ctx ctx, http::Path<OrderPath> path, http::Headers<GuestHeader> header, http::Query<GuestQuery> query) {
    auto order = co_await view(app, ctx, path->id, guest_secret(header->x_order_token, query));
    if (!order) co_return refuse(order.error());
    co_return Timeline{co_await timeline(app, ctx, path->id)};
}

Task<Result<OrderPage>> list_orders(App& app, Ctx ctx, http::Query<OrderFilter> filter) { return list(app, ctx, filter.value); }

Task<Result<OrderView>> get_order_for_staff(App& app, Ctx ctx, http::Path<OrderPath> path) { return view(app, ctx, path->id, {}); }

Task<Result<OrderView>> patch_order(App& app, Ctx ctx, http::Path<OrderPath> path, http::Body<MoveOrder> in) {
    return move(app, ctx, path->id, in->verb.str(), in->reason ? in->reason->str() : "");
}

struct CallOff {
    Text<1, 500> reason;
};
SHAPE(CallOff, reason)
Task<Result<OrderView>> call_off_order(App& app, Ctx ctx, http::Path<OrderPath> path, http::Body<CallOff> in) { return call_off(app, ctx, path->id, in->reason.str()); }

}  // namespace

void routes(http::Routes<App>& routes) {
    checkout_routes(routes);
    refund_routes(routes);
    proof_routes(routes);
    desk_routes(routes);
    draft_routes(routes);
    paid_edit_routes(routes);
    of_customer::routes(routes);
    routes.post("/api/v1/orders", post_order,
                {.summary = "Turns a cart into an order and opens its payment; repeatable with the same Idempotency-Key",
                 .refusals = {cart_empty, price_changed, cart_changed, address_missing, shipping::option_unknown, shipping::not_served, payments::method_unavailable,
                              stock::short_of, stock::queued, stock::sold_out, carts::closed, carts::not_found, refusals::key_reused, not_accepted}});
    routes.get("/api/v1/orders/{id}", get_order, {.summary = "An order, for the guest who holds its token (X-Order-Token or ?token=)", .refusals = {not_found}});
    routes.get("/api/v1/orders/{id}/tracking", get_tracking, {.summary = "The states the order has been in", .refusals = {not_found}});
    routes.get("/api/v1/admin/orders", list_orders, {.summary = "Orders, newest first, by state, payment, way to pay, day, total, e-mail, number, article or words", .access = http::Access::staff, .permission = "orders:read"});
    routes.get("/api/v1/admin/orders/{id}", get_order_for_staff, {.summary = "An order", .access = http::Access::staff, .permission = "orders:read", .refusals = {not_found}});
    routes.patch("/api/v1/admin/orders/{id}", patch_order,
                 {.summary = "Moves an order along its life", .access = http::Access::staff, .permission = "orders:write", .refusals = {not_found, illegal_move, edit_open, stock::not_arrived}});
    routes.post("/api/v1/admin/orders/{id}/cancellation", call_off_order,
                {.summary = "Gives up an order that nobody has paid; its goods are free again",
                 .access = http::Access::staff,
                 .permission = "orders:write",
                 .refusals = {not_found, illegal_move, payments::gateway_unreachable}});
}

}  // namespace vitrine::orders
