#include <algorithm>

#include "io/telemetry/log.h"
#include "modules/payments/rules.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

Next nothing_to_do() { return {.kind = "none"}; }

/// Keeps what the buyer has to do, to be shown again: the gateway is not asked for it each time.
void keep(pg::Tx& tx, PaymentId id, const Started& started) {
    const auto& told = *started.next.instructions;
    tx.send(sql::keep_instructions(id, started.reference, RawJson{to_json(told)}, told.deadline));
}

/// Two presses of one button ring the phone once; the gateway refuses a reference that it has had before, besides.
void push_later(pg::Tx& tx, PaymentId id, const Started& started) {
    auto payload = to_json(PushPayment{id, started.reference, *started.push});
    jobs::later_all(tx, {{std::string(push_job), id.text(), tx.ctx().now, std::move(payload), true}});
}

/// Writes down that the gateway has opened the charge. Gives the state found: when it is at its end, somebody closed the payment meanwhile.
Task<Result<State>> record(App& app, Ctx ctx, const Charge& charge, const Started& started, bool has_remote) {
    auto id = charge.payment;
    bool is_another_attempt = !charge.references.empty() && std::ranges::find(charge.references, started.reference) == charge.references.end();
    auto in_transaction = [&](pg::Tx& tx) -> Task<Result<State>> {
        auto locked = tx.queue(sql::lock_order_payments(id));
        pg::Later<std::optional<PaymentId>> owner;
        if (!started.reference.empty()) owner = tx.queue(sql::add_reference(started.reference, id));
        co_await tx.flush();
        auto own = std::ranges::find(*locked, id, &PaymentRow::id);
        if (own == locked->end()) co_return refuse(not_found);
        if (!started.reference.empty() && *owner != id) co_return refuse(reference_taken);
        if (own->state == State::created) tx.send(sql::move(id, State::created, State::pending, std::nullopt, tx.ctx().now));
        bool is_again = is_another_attempt || started.push;
        if (is_again && rules::is_open(own->state)) tx.send(sql::forget_failure(id, tx.ctx().now));  // what the last attempt came to is no longer how it stands
        if (started.next.instructions && has_remote) keep(tx, id, started);
        if (started.push && rules::is_open(own->state)) push_later(tx, id, started);
        co_return own->state;
    };
    // Without a gateway nothing happened elsewhere: a move lost in a crash is made again by the sweeper, so nobody waits for the disk.
    co_return co_await app.db.transaction(ctx, in_transaction, {.durable = has_remote});
}

/// A clear no ends the payment; anything else leaves it as it is for the sweeper, and the order stands.
Task<Result<Next>> give_up(App& app, Ctx ctx, const PaymentRow& payment, const GatewayFault& fault) {
    log::warn("payments.start_failed", {{"payment", payment.id.text()}, {"method", payment.method}, {"code", fault.code}});
    bool is_clear = fault.kind == GatewayFault::Kind::refused || fault.kind == GatewayFault::Kind::impossible;
    if (!is_clear || !payment.provider_references.empty()) co_return nothing_to_do();
    Truth verdict{.standing = Standing::failed, .received = {0, payment.currency}, .reason = "refused_by_gateway", .failure = fault.for_buyer};
    auto settled = co_await settle(app, ctx, payment.id, std::move(verdict));
    if (!settled && settled.error().code == moved_on.code) co_return nothing_to_do();
    if (!settled) co_return refuse(std::move(settled.error()));
    co_return refuse(declined, fault.for_buyer.value_or(""));
}

/// The charge was opened for a payment that had just been closed: nobody has its secret, and nobody shall pay it.
Task<Result<Next>> take_back(App& app, Ctx ctx, const Gateway& gateway, Charge charge) {
    auto id = charge.payment;
    auto call = gateway.cancel(app, ctx, std::move(charge));
    auto truths = co_await through_circuit(ctx, gateway, std::move(call));
    if (truths) {
        auto settled = co_await settle_all(app, ctx, id, std::move(*truths));
        if (!settled) co_return refuse(std::move(settled.error()));
    }
    co_return nothing_to_do();
}

Task<Result<Next>> settle_free(App& app, Ctx ctx, const PaymentRow& payment) {
    Truth free{.reference = payment.id.text(), .standing = Standing::succeeded, .received = payment.money()};
    auto settled = co_await settle(app, ctx, payment.id, std::move(free));
    if (!settled) co_return refuse(std::move(settled.error()));
    co_return nothing_to_do();
}

/// The buyer's word is taken: the goods may go out.
Task<Result<Next>> take_promise(App& app, Ctx ctx, const PaymentRow& payment, Started started) {
    Truth promised{.standing = Standing::promised, .received = {0, payment.currency}};
    auto settled = co_await settle(app, ctx, payment.id, std::move(promised));
    if (!settled) co_return refuse(std::move(settled.error()));
    co_return std::move(started.next);
}

}  // namespace

Task<Result<Next>> hand_over(App& app, Ctx ctx, const Gateway& gateway, Charge charge, Started started) {
    auto state = co_await record(app, ctx, charge, started, gateway.can().is_remote);
    if (!state) co_return refuse(std::move(state.error()));
    if (rules::is_open(*state)) co_return std::move(started.next);
    if (!gateway.can().is_remote) co_return nothing_to_do();
    charge.references = {started.reference};
    co_return co_await take_back(app, ctx, gateway, std::move(charge));
}

Charge charge_for(const App& app, const Ctx& ctx, const PaymentRow& payment, Visit visit) {
    auto charge = charge_of(app, payment, ctx.store);
    charge.is_first_start = visit.is_first_start && payment.provider_references.empty();
    if (!visit.base.empty()) charge.base = std::move(visit.base);
    auto questions = gateway_of(payment).questions(values_of(app, ctx.store, gateway_of(payment)));
    if (auto answers = read_answers(questions, visit.answers); answers && !visit.answers.empty()) charge.answers = std::move(*answers);
    return charge;
}

Task<Result<Next>> start(App& app, Ctx ctx, PaymentId id, Visit visit) {
    auto query = sql::payment(id);
    auto payment = co_await app.db.read(ctx, std::move(query));
    if (!payment) co_return refuse(not_found);
    if (!rules::is_open(payment->state)) co_return nothing_to_do();
    if (payment->money().is_zero()) co_return co_await settle_free(app, ctx, *payment);

    const auto& gateway = gateway_of(*payment);
    auto charge = charge_for(app, ctx, *payment, std::move(visit));
    auto call = gateway.start(app, ctx, charge);
    auto started = co_await through_circuit(ctx, gateway, std::move(call));
    if (!started) co_return co_await give_up(app, ctx, *payment, started.error());
    if (started->is_promised) co_return co_await take_promise(app, ctx, *payment, std::move(*started));
    if (!gateway.can().is_remote && payment->state != State::created) co_return std::move(started->next);  // nothing new to write down
    co_return co_await hand_over(app, ctx, gateway, std::move(charge), std::move(*started));
}

Task<Result<Next>> start_hosted(App& app, Ctx ctx, PaymentId id, Visit visit) {
    auto query = sql::payment(id);
    auto payment = co_await app.db.read(ctx, std::move(query));
    if (!payment) co_return refuse(not_found);
    if (!rules::is_open(payment->state)) co_return nothing_to_do();
    const auto& gateway = gateway_of(*payment);
    if (!gateway.can().hosted_page) co_return refuse(no_hosted_page);
    auto charge = charge_for(app, ctx, *payment, std::move(visit));
    auto call = gateway.start_hosted(app, ctx, charge);
    auto started = co_await through_circuit(ctx, gateway, std::move(call));
    if (!started) {
        log::warn("payments.start_hosted_failed", {{"payment", id.text()}, {"code", started.error().code}});
        co_return refuse(gateway_unreachable);
    }
    bool is_done = started->next.kind == "none";  // an earlier attempt has paid, and nobody has told us yet
    auto next = co_await hand_over(app, ctx, gateway, std::move(charge), std::move(*started));
    if (is_done && next) co_await verify(app, ctx, id);
    co_return next;
}

}  // namespace vitrine::payments
