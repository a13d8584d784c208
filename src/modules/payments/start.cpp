#include <algorithm>

#include "io/telemetry/log.h"
#include "modules/payments/rules.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::payments {
namespace {

Next nothing_to_do() { return {.kind = "none"}; }

/// Writes down that the gateway has opened the charge. Gives the state found: when it is at its end, somebody closed the payment meanwhile.
Task<Result<State>> record(App& app, Ctx ctx, PaymentId id, const Started& started, bool has_remote) {
    auto in_transaction = [&](pg::Tx& tx) -> Task<Result<State>> {
        auto locked = tx.queue(sql::lock_order_payments(id));
        pg::Later<std::optional<PaymentId>> owner;
        if (!started.reference.empty()) owner = tx.queue(sql::add_reference(started.reference, id));
        co_await tx.flush();
        auto own = std::ranges::find(*locked, id, &PaymentRow::id);
        if (own == locked->end()) co_return refuse(not_found);
        if (!started.reference.empty() && *owner != id) co_return refuse(reference_taken);
        if (own->state == State::created) tx.send(sql::move(id, State::created, State::pending, std::nullopt, tx.ctx().now));
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
    auto truth = co_await gateway.cancel(app, ctx, std::move(charge));
    if (truth) {
        auto settled = co_await settle(app, ctx, id, std::move(*truth));
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

}  // namespace

Task<Result<Next>> start(App& app, Ctx ctx, PaymentId id) {
    auto query = sql::payment(id);
    auto payment = co_await app.db.read(ctx, std::move(query));
    if (!payment) co_return refuse(not_found);
    if (!rules::is_open(payment->state)) co_return nothing_to_do();
    if (payment->money().is_zero()) co_return co_await settle_free(app, ctx, *payment);

    const auto& gateway = gateway_of(*payment);
    auto charge = charge_of(*payment, ctx.store, payment->provider_references.empty() ? "" : payment->provider_references.back());
    auto started = co_await gateway.start(app, ctx, charge);
    if (!started) co_return co_await give_up(app, ctx, *payment, started.error());

    if (!gateway.has_remote() && payment->state != State::created) co_return std::move(started->next);  // nothing new to write down
    auto state = co_await record(app, ctx, id, *started, gateway.has_remote());
    if (!state) co_return refuse(std::move(state.error()));
    if (rules::is_open(*state)) co_return std::move(started->next);
    if (!gateway.has_remote()) co_return nothing_to_do();
    charge.reference = started->reference;
    co_return co_await take_back(app, ctx, gateway, std::move(charge));
}

}  // namespace vitrine::payments
