#include "modules/payments/rules.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

/// Closes every charge the gateway knows of; when one of them turns out paid, that decides the state.
Task<Result<PaymentView>> close_at_gateway(App& app, Ctx ctx, const Gateway& gateway, const PaymentRow& payment, const std::string& reason) {
    auto call = gateway.cancel(app, ctx, charge_of(app, payment, ctx.store));
    auto truths = co_await through_circuit(ctx, gateway, std::move(call));
    if (!truths) co_return refuse(gateway_unreachable);
    for (auto& truth : *truths)
        if (truth.standing == Standing::cancelled) truth.reason = reason;
    co_return co_await settle_all(app, ctx, payment.id, std::move(*truths));
}

Task<Result<PaymentView>> close_here(App& app, Ctx ctx, const PaymentRow& payment, const std::string& reason) {
    Truth verdict{.standing = Standing::cancelled, .received = {0, payment.currency}, .reason = reason};
    co_return co_await settle(app, ctx, payment.id, std::move(verdict));
}

}  // namespace

Task<Result<PaymentView>> close_unpaid(App& app, Ctx ctx, PaymentId id, std::string reason) {
    constexpr int tries = 3;  // a reference may be recorded between our look and our lock, once per start in flight
    for (int n = 1;; ++n) {
        auto query = sql::payment(id);
        auto payment = co_await app.db.read(ctx, std::move(query));
        if (!payment) co_return refuse(not_found);
        if (!rules::is_open(payment->state)) co_return view_of(*payment);
        const auto& gateway = gateway_of(*payment);
        bool is_known_there = gateway.can().is_remote && !payment->provider_references.empty();
        if (is_known_there) co_return co_await close_at_gateway(app, ctx, gateway, *payment, reason);
        auto closed = co_await close_here(app, ctx, *payment, reason);
        if (closed || closed.error().code != moved_on.code || n == tries) co_return closed;
    }
}

Task<Result<PaymentView>> cancel(App& app, Ctx ctx, PaymentId id) { co_return co_await close_unpaid(app, ctx, id, "order_cancelled"); }

}  // namespace vitrine::payments
