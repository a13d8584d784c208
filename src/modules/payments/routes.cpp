#include "modules/payments/routes.h"

#include "modules/payments/operations.h"
#include "modules/payments/rules.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

struct PaymentPath {
    PaymentId id;
};
SHAPE(PaymentPath, id)
struct PaymentState {
    State state = State::created;
    std::optional<std::string> failure;  ///< what the gateway wrote for the buyer
};
SHAPE(PaymentState, state, failure)
/// A state, or `stuck`: those whose end should be known by now.
enum class Listed { created, pending, authorized, succeeded, failed, cancelled, refunded, stuck };
SHAPE_ENUM(Listed, created, pending, authorized, succeeded, failed, cancelled, refunded, stuck)
struct PaymentFilter {
    std::optional<Listed> state;
    std::optional<PaymentId> cursor;
    std::optional<Whole<1, 200>> limit;
};
SHAPE(PaymentFilter, state, cursor, limit)
struct PaymentPage {
    std::vector<PaymentView> items;
    std::optional<PaymentId> next_cursor;
};
SHAPE(PaymentPage, items, next_cursor)

Task<Result<PaymentState>> verify_for_buyer(App& app, Ctx ctx, http::Path<PaymentPath> path) {
    auto query = sql::payment(path->id);
    auto payment = co_await app.db.read(ctx, std::move(query));
    if (!payment) co_return refuse(not_found);
    if (!rules::is_open(payment->state) || !may_ask_gateway(path->id, ctx.now)) co_return PaymentState{payment->state, payment->failure};
    auto view = co_await verify(app, ctx, path->id);
    if (!view) co_return refuse(std::move(view.error()));
    co_return PaymentState{view->state, view->failure};
}

struct WalletDetails {
    std::vector<FormField> fields;   ///< what `asks` asked for
};
SHAPE(WalletDetails, fields)
/// Whose phone rings is up to whoever asks: the route is limited.
Task<Result<PaymentState>> pay_with_for_buyer(App& app, Ctx ctx, http::Path<PaymentPath> path, http::Body<WalletDetails> body) {
    shape::Fields typed;
    for (const auto& [name, value] : body->fields) typed.emplace_back(name, value);
    auto view = co_await pay_with(app, ctx, path->id, std::move(typed));
    if (!view) co_return refuse(std::move(view.error()));
    co_return PaymentState{view->state, view->failure};
}

Task<Result<PaymentView>> verify_for_staff(App& app, Ctx ctx, http::Path<PaymentPath> path) { co_return co_await verify(app, ctx, path->id); }

Task<Result<PaymentView>> capture_by_staff(App& app, Ctx ctx, http::Path<PaymentPath> path) { co_return co_await capture(app, ctx, path->id); }

struct Remittance {
    Money received;
};
SHAPE(Remittance, received)
Task<Result<PaymentView>> remit_by_courier(App& app, Ctx ctx, http::Path<PaymentPath> path, http::Body<Remittance> body) {
    co_return co_await remit(app, ctx, path->id, body->received);
}

Task<std::vector<PaymentView>> find_payments(App& app, Ctx ctx, const PaymentFilter& filter, std::int64_t most) {
    std::vector<PaymentView> found;
    if (filter.state == Listed::stuck) {
        for (auto& one : co_await stuck(app, ctx, filter.cursor, most)) found.push_back(std::move(one.payment));
        co_return found;
    }
    std::optional<State> state;
    if (filter.state) state = State(int(*filter.state));  // the names stand in one order
    auto query = sql::list(state, filter.cursor, most);
    for (const auto& row : co_await app.db.read(ctx, std::move(query))) found.push_back(view_of(row));
    co_return found;
}

Task<Result<PaymentPage>> list_payments(App& app, Ctx ctx, http::Query<PaymentFilter> filter) {
    auto limit = filter->limit ? filter->limit->value : 50;
    PaymentPage page{co_await find_payments(app, ctx, filter.value, limit + 1), {}};
    if (std::ssize(page.items) > limit) {
        page.items.pop_back();
        page.next_cursor = page.items.back().id;
    }
    co_return page;
}

struct GatewayPath {
    std::string gateway;
};
SHAPE(GatewayPath, gateway)
Task<Result<http::Response>> webhook(App& app, Ctx ctx, http::Path<GatewayPath> path, const http::Request& request) {
    const auto* gateway = find_gateway(path->gateway);
    if (!gateway || !gateway->can().is_remote) co_return refuse(refusals::not_found);
    co_return co_await receive_webhook(app, ctx, *gateway, request);
}

http::RouteOptions webhook_options() {
    return {.summary = "Take in a signed message of a payment gateway",
            .access = http::Access::signature,
            .body_limit_bytes = 256 * 1024,
            .needs_store = false,
            .refusals = {signature_refused}};
}

}  // namespace

void add_routes(http::Routes<App>& routes) {
    for (const auto* path : {"/webhooks/{gateway}", "/api/v1/webhooks/{gateway}"}) {
        routes.post(path, webhook, webhook_options());
        routes.get(path, webhook, webhook_options());  // Easypaisa tells with a GET
    }
    routes.post("/api/v1/payments/{id}/verification", verify_for_buyer,
                {.summary = "Ask the gateway how a payment stands, after the buyer's return", .refusals = {not_found, gateway_unreachable}});
    routes.post("/api/v1/payments/{id}/wallet", pay_with_for_buyer,
                {.summary = "Pay with what the buyer typed (next.asks): the provider asks the buyer on the phone meanwhile, which may take a minute",
                 .deadline_ms = 75'000,
                 .refusals = {not_found, asks_nothing, details_refused, declined, gateway_unreachable},
                 .rate = http::RatePolicy{"wallet", 20, 600}});
    routes.get("/api/v1/admin/payments", list_payments,
               {.summary = "List payments, newest first; state=stuck: those whose end should be known by now", .access = http::Access::staff, .permission = "payments:read"});
    routes.post("/api/v1/admin/payments/{id}/reverification", verify_for_staff,
                {.summary = "Ask the gateway how a payment stands and settle by it",
                 .access = http::Access::staff,
                 .permission = "payments:write",
                 .refusals = {not_found, gateway_unreachable, reference_taken}});
    routes.post("/api/v1/admin/payments/{id}/capture", capture_by_staff,
                {.summary = "Take money that was authorised",
                 .access = http::Access::staff,
                 .permission = "payments:write",
                 .refusals = {not_found, not_authorized, gateway_unreachable, reference_taken}});
    routes.post("/api/v1/admin/payments/{id}/remittance", remit_by_courier,
                {.summary = "Say that the courier has paid over what was taken at the door",
                 .access = http::Access::staff,
                 .permission = "payments:write",
                 .refusals = {not_found, not_collected, wrong_amount}});
    gateway_routes(routes);
    refund_routes(routes);
    transfer_routes(routes);
    settlement_routes(routes);
    trouble_routes(routes);
    operations_routes(routes);
}

}  // namespace vitrine::payments
