// Staff's view of all payments at once: figures, what is stuck, and asking about many.
#include "modules/payments/health.h"
#include "modules/payments/operations.h"
#include "modules/payments/routes.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

struct StateCount {
    std::string gateway;
    State state = State::created;
    std::string age;                 ///< since it was opened: "hour", "day", "week", "older"
    std::int64_t count = 0;
    Money amount;
};
SHAPE(StateCount, gateway, state, age, count, amount)
struct GatewayStatus {
    std::string gateway;
    Circuit circuit = Circuit::closed;
    std::int64_t stuck = 0, quarantined = 0, unworked = 0, surplus = 0;
};
SHAPE(GatewayStatus, gateway, circuit, stuck, quarantined, unworked, surplus)
struct PaymentSummary {
    std::int64_t unreconciled = 0;   ///< stuck payments, quarantined messages and surplus that waits
    std::vector<GatewayStatus> gateways;
    std::vector<StateCount> payments;
};
SHAPE(PaymentSummary, unreconciled, gateways, payments)

Task<Result<PaymentSummary>> summarise(App& app, Ctx ctx) {
    auto query = sql::summary(ctx.now);
    auto rows = co_await app.db.read(ctx, std::move(query));
    auto waits = co_await waiting(app, ctx);
    PaymentSummary out;
    for (const auto& row : rows) out.payments.push_back({row.gateway, row.state, row.age, row.count, {row.amount, row.currency}});
    for (const auto* gateway : gateways()) {
        GatewayStatus status{.gateway = std::string(gateway->code()), .circuit = circuit_of(ctx.store, gateway->code()).state};
        for (const auto& one : waits)
            if (one.gateway == status.gateway) status.stuck = one.stuck, status.quarantined = one.quarantined, status.unworked = one.unworked, status.surplus = one.surplus;
        out.unreconciled += status.stuck + status.quarantined + status.surplus;
        out.gateways.push_back(std::move(status));
    }
    co_return out;
}

constexpr std::int64_t most_at_once = 50;   // each may take as long as its gateway does
struct ReverifyMany {
    std::optional<std::vector<PaymentId>> payments;   ///< at most 50
    std::optional<bool> all_stuck;                    ///< instead: the 50 newest that are stuck
};
SHAPE(ReverifyMany, payments, all_stuck)
struct ReverifiedList {
    std::vector<Reverified> items;
};
SHAPE(ReverifiedList, items)

Task<Result<ReverifiedList>> reverify_many(App& app, Ctx ctx, http::Body<ReverifyMany> body) {
    auto wanted = body->payments.value_or(std::vector<PaymentId>{});
    if (std::ssize(wanted) > most_at_once) co_return refuse(refusals::invalid, "at most 50 payments at once");
    if (wanted.empty() == !body->all_stuck.value_or(false)) co_return refuse(refusals::invalid, "say either payments or all_stuck");
    if (wanted.empty())
        for (const auto& one : co_await stuck(app, ctx, {}, most_at_once)) wanted.push_back(one.payment.id);
    auto items = co_await reverify(app, ctx, std::move(wanted));
    co_return ReverifiedList{std::move(items)};
}

}  // namespace

void operations_routes(http::Routes<App>& routes) {
    routes.get("/api/v1/admin/payments/summary", summarise,
               {.summary = "How many payments by gateway, state and age, and what waits for somebody", .access = http::Access::staff, .permission = "payments:read"});
    routes.post("/api/v1/admin/payments/reverification", reverify_many,
                {.summary = "Ask the gateways about several payments, or about all that are stuck, and settle by what they say",
                 .access = http::Access::staff,
                 .permission = "payments:write",
                 .deadline_ms = 60'000});
}

}  // namespace vitrine::payments
