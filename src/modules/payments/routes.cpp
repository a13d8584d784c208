#include "modules/payments/routes.h"

#include <unordered_map>

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
struct MarkPaid {
    Money received;
    Text<0, 500> note;
};
SHAPE(MarkPaid, received, note)
struct PaymentFilter {
    std::optional<State> state;
    std::optional<PaymentId> cursor;
    std::optional<Whole<1, 200>> limit;
};
SHAPE(PaymentFilter, state, cursor, limit)
struct PaymentPage {
    std::vector<PaymentView> items;
    std::optional<PaymentId> next_cursor;
};
SHAPE(PaymentPage, items, next_cursor)

/// Anybody who knows a payment's id may have it verified; this keeps them from using us to flood the gateway: one look a second and payment, per loop.
bool may_ask_gateway(PaymentId id, Instant now) {
    constexpr size_t most_remembered = 10'000;
    thread_local std::unordered_map<PaymentId, Instant> last_asked;
    if (last_asked.size() >= most_remembered) last_asked.clear();
    auto [entry, is_first] = last_asked.try_emplace(id, now);
    if (!is_first && now - entry->second < 1s) return false;
    entry->second = now;
    return true;
}

Task<Result<PaymentState>> verify_for_buyer(App& app, Ctx ctx, http::Path<PaymentPath> path) {
    auto query = sql::payment(path->id);
    auto payment = co_await app.db.read(ctx, std::move(query));
    if (!payment) co_return refuse(not_found);
    if (!rules::is_open(payment->state) || !may_ask_gateway(path->id, ctx.now)) co_return PaymentState{payment->state, payment->failure};
    auto view = co_await verify(app, ctx, path->id);
    if (!view) co_return refuse(std::move(view.error()));
    co_return PaymentState{view->state, view->failure};
}

Task<Result<PaymentView>> verify_for_staff(App& app, Ctx ctx, http::Path<PaymentPath> path) { co_return co_await verify(app, ctx, path->id); }

Task<Result<PaymentView>> mark_paid_by_staff(App& app, Ctx ctx, http::Path<PaymentPath> path, http::Body<MarkPaid> body) {
    co_return co_await mark_paid(app, ctx, path->id, body->received, body->note.str());
}

Task<Result<PaymentPage>> list_payments(App& app, Ctx ctx, http::Query<PaymentFilter> filter) {
    auto limit = filter->limit ? filter->limit->value : 50;
    auto query = sql::list(filter->state, filter->cursor, limit + 1);
    auto rows = co_await app.db.read(ctx, std::move(query));
    PaymentPage page;
    for (const auto& row : rows) {
        if (std::int64_t(page.items.size()) == limit) {
            page.next_cursor = page.items.back().id;
            break;
        }
        page.items.push_back(view_of(row));
    }
    co_return page;
}

Task<Result<http::Response>> stripe_webhook(App& app, Ctx ctx, const http::Request& request) {
    co_return co_await receive_webhook(app, ctx, *find_gateway("stripe"), request);
}

http::RouteOptions webhook_options() {
    return {.summary = "Take in a message of Stripe",
            .access = http::Access::signature,
            .body_limit_bytes = 256 * 1024,
            .needs_store = false,
            .refusals = {signature_refused}};
}

}  // namespace

void add_routes(http::Routes<App>& routes) {
    routes.post("/webhooks/stripe", stripe_webhook, webhook_options());
    routes.post("/api/v1/webhooks/stripe", stripe_webhook, webhook_options());
    routes.post("/api/v1/payments/{id}/verification", verify_for_buyer,
                {.summary = "Ask the gateway how a payment stands, after the buyer's return", .refusals = {not_found, gateway_unreachable}});
    routes.get("/api/v1/admin/payments", list_payments,
               {.summary = "List payments, newest first", .access = http::Access::staff, .permission = "payments:read"});
    routes.post("/api/v1/admin/payments/{id}/reverification", verify_for_staff,
                {.summary = "Ask the gateway how a payment stands and settle by it",
                 .access = http::Access::staff,
                 .permission = "payments:write",
                 .refusals = {not_found, gateway_unreachable, reference_taken}});
    routes.post("/api/v1/admin/payments/{id}/mark-paid", mark_paid_by_staff,
                {.summary = "Say that a bank transfer has arrived",
                 .access = http::Access::staff,
                 .permission = "payments:write",
                 .refusals = {not_found, not_by_hand, wrong_amount}});
}

}  // namespace vitrine::payments
