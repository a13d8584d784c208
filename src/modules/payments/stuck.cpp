// What waits for somebody, and what somebody can do about it.
#include "io/telemetry/metrics.h"
#include "modules/payments/operations.h"
#include "modules/payments/rules.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

Task<Reverified> reverify_one(App& app, Ctx ctx, PaymentId id) {
    auto query = sql::payment(id);
    auto payment = co_await app.db.read(ctx, std::move(query));
    if (!payment) co_return Reverified{.payment = id, .before = {}, .after = {}, .refusal = std::string(not_found.code)};
    Reverified out{.payment = id, .before = payment->state, .after = payment->state, .refusal = {}};
    auto state = co_await look_after(app, ctx, *payment);
    if (state) out.after = *state;
    else out.refusal = state.error().code;
    bool could_not_start = state && *state == State::created && gateway_of(*payment).can().is_remote;
    if (could_not_start) out.refusal = std::string(gateway_unreachable.code);
    co_return out;
}

metrics::Gauge gauge(const char* name, const char* help, std::string_view gateway) { return metrics::gauge(name, help, {{"gateway", std::string(gateway)}}); }

}  // namespace

std::vector<std::string> methods_paid_later() {
    std::vector<std::string> codes;
    for (const auto* gateway : gateways())
        if (gateway->can().pays_later) codes.emplace_back(gateway->code());
    return codes;
}

Task<std::vector<StuckPayment>> stuck(App& app, Ctx ctx, std::optional<PaymentId> before, std::int64_t most) {
    auto query = sql::stuck(methods_paid_later(), ctx.now, before, most);
    auto rows = co_await app.db.read(ctx, std::move(query));
    std::vector<StuckPayment> out;
    for (auto& row : rows) out.push_back({view_of(row), row.order_number, row.pay_by, row.why});
    co_return out;
}

Task<std::vector<Reverified>> reverify(App& app, Ctx ctx, std::vector<PaymentId> payments) {
    std::vector<Reverified> out;
    for (auto id : payments) {
        auto one = co_await reverify_one(app, ctx, id);
        out.push_back(std::move(one));
    }
    co_return out;
}

Task<std::vector<Waiting>> waiting(App& app, Ctx ctx) {
    auto query = sql::waiting(methods_paid_later(), ctx.now);
    auto rows = co_await app.db.read(ctx, std::move(query));
    std::vector<Waiting> out;
    for (auto& row : rows) out.push_back({std::move(row.gateway), row.stuck, row.quarantined, row.unworked, row.surplus});
    co_return out;
}

Task<void> show_waiting(App& app, std::vector<StoreId> stores, Instant now) {
    std::map<std::string, Waiting, std::less<>> all;
    for (auto store : stores) {
        Ctx ctx{.now = now, .store = store, .role = Role::worker, .actor = "watch"};
        for (const auto& [gateway, stuck, quarantined, unworked, surplus] : co_await waiting(app, ctx)) {
            auto& sum = all[gateway];
            sum.stuck += stuck, sum.quarantined += quarantined, sum.surplus += surplus;
        }
    }
    for (const auto* gateway : gateways()) {
        const auto& sum = all[std::string(gateway->code())];
        gauge("vitrine_payments_stuck", "Payments whose end should be known by now", gateway->code()).set(double(sum.stuck));
        gauge("vitrine_payments_quarantined_messages", "Signed messages of gateways that wait for a person", gateway->code()).set(double(sum.quarantined));
        gauge("vitrine_payments_surplus_waiting", "Receipts whose money belongs to no order and has not gone back", gateway->code()).set(double(sum.surplus));
    }
}

}  // namespace vitrine::payments
