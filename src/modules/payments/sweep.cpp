// Nobody is left waiting for ever: a timer per payment asks, starts again what a dead process left undone, and closes what was not paid in time.
#include "io/telemetry/log.h"
#include "modules/payments/rules.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

/// When money that waits to be captured lapses; nothing for every other payment.
Task<std::optional<Instant>> lapses_at(App& app, Ctx ctx, const PaymentRow& payment, State state) {
    if (state != State::authorized) co_return std::nullopt;
    auto query = sql::capture_by(payment.id);
    auto until = co_await app.db.read(ctx, std::move(query));
    co_return until;
}

/// When to look again; nothing when all is said. A promise to pay at the door is nobody's to chase; money may come late where the gateway says so.
std::optional<Instant> next_look(const PaymentRow& payment, State state, int round, Instant now) {
    const auto& can = gateway_of(payment).can();
    if (rules::is_open(state)) {
        if (can.pays_later && state == State::authorized) return {};
        return can.is_remote || can.pays_later ? rules::next_sweep(round, now, payment.pay_by) : std::max(payment.pay_by, now + Duration(15min));
    }
    return rules::late_look(state, now, payment.pay_by, can.late_money);
}

}  // namespace

Task<Result<State>> look_after(App& app, Ctx ctx, const PaymentRow& payment) {
    auto lapses = co_await lapses_at(app, ctx, payment, payment.state);
    bool is_late = rules::is_open(payment.state) && payment.pay_by <= ctx.now && !lapses;  // money that waits to be captured is ended by the gateway
    if (rules::is_open(payment.state) && !is_late && payment.provider_references.empty()) {
        auto next = co_await start(app, ctx, payment.id);
        if (!next) log::warn("payments.restart_failed", {{"payment", payment.id.text()}, {"code", next.error().code}});
    }
    auto looked = is_late ? close_unpaid(app, ctx, payment.id, "expired") : verify(app, ctx, payment.id);
    auto view = co_await std::move(looked);
    if (!view) log::warn("payments.sweep_failed", {{"payment", payment.id.text()}, {"code", view.error().code}});
    if (!view) co_return refuse(std::move(view.error()));
    co_return view->state;
}

Task<void> sweep_payment(App& app, const jobs::Attempt& attempt, const SweepPayment& what) {
    auto ctx = attempt.ctx;
    auto query = sql::payment(what.payment);
    auto payment = co_await app.db.read(ctx, std::move(query));
    std::optional<Instant> due;
    if (payment) {
        bool is_promised = gateway_of(*payment).can().pays_later && payment->state == State::authorized;
        bool is_of_interest = (rules::is_open(payment->state) && !is_promised) || gateway_of(*payment).can().late_money > Duration(0);
        auto state = payment->state;
        if (is_of_interest) state = (co_await look_after(app, ctx, *payment)).value_or(payment->state);
        auto lapses = co_await lapses_at(app, ctx, *payment, state);
        due = lapses ? rules::next_look_at_authorized(ctx.now, *lapses) : next_look(*payment, state, int(what.round), ctx.now);
    }
    auto in_transaction = [&](pg::Tx& tx) -> Task<Result<bool>> {
        attempt.finish(tx);
        if (due) jobs::later(tx, std::string(sweep_job), what.payment.text(), *due, SweepPayment{what.payment, what.round + 1});
        co_return due.has_value();
    };
    co_await app.db.transaction(ctx, in_transaction);
}

}  // namespace vitrine::payments
