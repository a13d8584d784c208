#include "modules/live/routes.h"

#include "modules/live/open.h"
#include "modules/orders/guest/api.h"

namespace vitrine::live {
namespace {

constexpr size_t most_variants = 200;

struct OrderPath {
    orders::OrderId id;
};
SHAPE(OrderPath, id)
struct Seen {
    std::optional<std::string> last_event_id, x_order_token;
};
SHAPE(Seen, last_event_id, x_order_token)
struct WatchedLevels {
    std::vector<catalog::VariantId> variants;
};
SHAPE(WatchedLevels, variants)

using At = http::Headers<Seen>;

Task<Result<http::Response>> follow_order(App& app, Ctx ctx, http::Path<OrderPath> path, At headers, http::Query<orders::GuestQuery> query) {
    auto order = co_await orders::view(app, ctx, path->id, orders::guest_secret(headers->x_order_token, query));
    if (!order) co_return refuse(std::move(order.error()));
    co_return order_stream(app, ctx, path->id, headers->last_event_id.value_or(""));
}

Task<Result<http::Response>> follow_own(App& app, Ctx ctx, At headers) {
    auto person = accounts::person_of(ctx);
    if (!person || person->kind != accounts::Kind::customer) co_return refuse(refusals::unauthenticated);
    auto profile = co_await accounts::profile(app, ctx, *person);
    if (!profile) co_return refuse(std::move(profile.error()));
    co_return customer_stream(app, ctx, *person, profile->email, headers->last_event_id.value_or(""));
}

Task<Result<http::Response>> follow_levels(App& app, Ctx ctx, At headers, http::Query<WatchedLevels> query) {
    if (query->variants.size() > most_variants) co_return refuse(refusals::invalid, {}, {{"/variants", "too_many", "200 at most"}});
    co_return staff_stream(app, ctx, "stock", headers->last_event_id.value_or(""), query->variants);
}

Task<Result<http::Response>> follow_orders(App& app, Ctx ctx, At headers) { co_return staff_stream(app, ctx, "orders", headers->last_event_id.value_or(""), {}); }
Task<Result<http::Response>> follow_payments(App& app, Ctx ctx, At headers) { co_return staff_stream(app, ctx, "payments", headers->last_event_id.value_or(""), {}); }
Task<Result<http::Response>> follow_parcels(App& app, Ctx ctx, At headers) { co_return staff_stream(app, ctx, "fulfilment", headers->last_event_id.value_or(""), {}); }
Task<Result<http::Response>> follow_returns(App& app, Ctx ctx, At headers) { co_return staff_stream(app, ctx, "returns", headers->last_event_id.value_or(""), {}); }

http::RouteOptions staff(std::string permission, std::string summary) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = std::move(permission), .refusals = {not_live, too_many}};
}

}  // namespace

void routes(http::Routes<App>& routes) {
    routes.get("/api/v1/orders/{id}/live", follow_order,
               {.summary = "An order's state, payment and parcels as server-sent events whenever they change, for whoever holds its token", .refusals = {orders::not_found, not_live, too_many}});
    routes.get("/api/v1/me/orders/live", follow_own, {.summary = "The customer's orders as server-sent events, each whenever it changes", .refusals = {refusals::unauthenticated, not_live, too_many}});
    routes.get("/api/v1/admin/live/orders", follow_orders, staff("orders:read", "News of the store's orders as server-sent events"));
    routes.get("/api/v1/admin/live/payments", follow_payments, staff("payments:read", "News of the store's payments as server-sent events"));
    routes.get("/api/v1/admin/live/parcels", follow_parcels, staff("shipments:read", "News of the store's parcels as server-sent events"));
    routes.get("/api/v1/admin/live/returns", follow_returns, staff("returns:read", "News of the store's returns as server-sent events"));
    routes.get("/api/v1/admin/live/stock", follow_levels, staff("stock:read", "News of the store's stock as server-sent events; ?variants=: also the levels of these articles"));
}

}  // namespace vitrine::live
