// A gateway asks the buyer on their phone and answers when they have decided. Nobody's page waits for that: a job does.
#include "io/telemetry/log.h"
#include "modules/payments/rules.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

/// Settles by what the gateway said; what it did not say is found later, by the page that waits, a message or the sweeper. A call that ends without an
/// answer is no fault of the provider's: buyers leave their phones lying. So it does not count for the circuit.
Task<void> push(App& app, Ctx ctx, const PaymentRow& payment, const PushPayment& what) {
    const auto& gateway = gateway_of(payment);
    auto charge = charge_of(app, payment, ctx.store);
    charge.references = {what.reference};
    auto truths = co_await gateway.push(app, ctx, std::move(charge), what.what);
    if (!truths) {
        log::warn("payments.push_unknown", {{"payment", payment.id.text()}, {"code", truths.error().code}});
        co_return;
    }
    auto settled = co_await settle_all(app, ctx, payment.id, std::move(*truths));
    if (!settled) log::warn("payments.push_not_settled", {{"payment", payment.id.text()}, {"code", settled.error().code}});
}

}  // namespace

/// Only the first attempt asks: of a second nobody knows whether the buyer's phone has rung already.
Task<void> work_push(App& app, const jobs::Attempt& attempt, const PushPayment& what) {
    auto ctx = attempt.ctx;
    auto query = sql::payment(what.payment);
    auto payment = co_await app.db.read(ctx, std::move(query));
    bool may_ask = payment && attempt.job.attempt == 1 && rules::is_open(payment->state);
    if (may_ask) co_await push(app, ctx, *payment, what);
    auto in_transaction = [&](pg::Tx& tx) -> Task<Result<bool>> {
        attempt.finish(tx);
        co_return true;
    };
    co_await app.db.transaction(ctx, in_transaction);
}

}  // namespace vitrine::payments
