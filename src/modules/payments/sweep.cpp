// Nobody is left waiting for ever: a timer per payment asks, starts again what a dead process left undone, and closes what was not paid in time.
#include "io/telemetry/log.h"
#include "modules/payments/rules.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

/// One look. Gives the state afterwards; an unreachable gateway leaves it as it was.
Task<State> look_after(App& app, Ctx ctx, const PaymentRow& payment) {
    bool is_late = payment.pay_by <= ctx.now;
    if (!is_late && payment.provider_references.empty()) {
        auto next = co_await start(app, ctx, payment.id);
        if (!next) log::warn("payments.restart_failed", {{"payment", payment.id.text()}, {"code", next.error().code}});
    }
    auto looked = is_late ? close_unpaid(app, ctx, payment.id, "expired") : verify(app, ctx, payment.id);
    auto view = co_await std::move(looked);
    if (!view) log::warn("payments.sweep_failed", {{"payment", payment.id.text()}, {"code", view.error().code}});
    co_return view ? view->state : payment.state;
}

}  // namespace

Task<void> sweep_payment(App& app, const jobs::Attempt& attempt, const SweepPayment& what) {
    auto ctx = attempt.ctx;
    auto query = sql::payment(what.payment);
    auto payment = co_await app.db.read(ctx, std::move(query));
    auto state = payment ? payment->state : State::cancelled;
    if (rules::is_open(state)) state = co_await look_after(app, ctx, *payment);
    auto in_transaction = [&](pg::Tx& tx) -> Task<Result<bool>> {
        attempt.finish(tx);
        bool again = rules::is_open(state);
        if (again) {
            auto due = gateway_of(*payment).has_remote() ? rules::next_sweep(int(what.round), ctx.now, payment->pay_by) : std::max(payment->pay_by, ctx.now + Duration(15min));
            jobs::later(tx, std::string(sweep_job), what.payment.text(), due, SweepPayment{what.payment, what.round + 1});
        }
        co_return again;
    };
    co_await app.db.transaction(ctx, in_transaction);
}

}  // namespace vitrine::payments
