// Staff gives up an order that nobody has paid.
#include "modules/orders/cancel.h"
#include "modules/orders/rules.h"

namespace vitrine::orders {
namespace {

std::unexpected<Refusal> refuse_from(State state) { return refuse(illegal_move, "an order that is " + std::string(shape_name(state)) + " is not cancelled this way"); }

}  // namespace

Task<Result<OrderView>> call_off(App& app, Ctx ctx, OrderId id, std::string reason) {
    auto found = co_await app.db.read(ctx, sql::find_order(id));
    if (!found) co_return refuse(not_found);
    if (found->state == State::cancelled) co_return co_await view(app, ctx, id, {});
    if (!rules::life.allows(found->state, State::cancelled) || found->state == State::on_hold) co_return refuse_from(found->state);
    auto payment = co_await payments::cancel(app, ctx, found->payment);  // outside any transaction
    if (!payment) co_return refuse(payment.error());
    if (payment->state != payments::State::cancelled && payment->state != payments::State::failed) co_return refuse(illegal_move, "there is money for this order: refund it");
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto order = co_await tx.ask(sql::lock_order(id));
        if (!order) co_return refuse(not_found);
        if (order->state == State::cancelled) co_return true;
        if (!rules::life.allows(order->state, State::cancelled)) co_return refuse_from(order->state);
        if (order->payment != found->payment) co_return false;   // it was edited since it was looked at
        co_await cancel_unpaid(tx, id, *order, reason);
        co_return true;
    };
    auto cancelled = co_await app.db.transaction(ctx, body);
    if (!cancelled) co_return refuse(cancelled.error());
    if (!*cancelled) co_return co_await call_off(app, ctx, id, std::move(reason));   // its new payment has to be closed first, too
    co_return co_await view(app, ctx, id, {});
}

}  // namespace vitrine::orders
