// Orders whose money is in doubt.
#include <algorithm>

#include "core/check.h"
#include "modules/orders/cancel.h"
#include "modules/orders/edited/api.h"
#include "modules/orders/jobs.h"
#include "modules/orders/refund_load.h"
#include "modules/orders/rules.h"

namespace vitrine::orders {
namespace {

/// A payment of an edit is in doubt for its order, too.
Task<OrderId> order_in(App& app, const Ctx& ctx, const std::string& named) {
    auto id = co_await order_paid_as(app, ctx, named);
    if (!id) throw std::runtime_error("the payment names no order");
    co_return *id;
}

/// Whether the money in doubt is of this order: its own payment's, or that of an edit which was carried out.
Task<bool> pays(pg::Tx& tx, OrderId id, const sql::LockedOrder& order, PaymentId payment) {
    if (order.payment == payment) co_return true;
    auto further = co_await tx.ask(sql::paid_edit_payments(id));
    co_return std::ranges::find(further, payment, &sql::PaidEditPayment::payment) != further.end();
}

void move_to(pg::Tx& tx, OrderId id, State from, State to, const std::string& reason) {
    tx.send(sql::move(id, from, to, reason));
    jobs::publish(tx, id.text(), OrderStateChanged{id, from, to, reason});
}

}  // namespace

Task<bool> waits_for_review(pg::Tx& tx, OrderId id) {
    auto hold = co_await tx.ask(sql::last_hold(id));
    bool has_other_cause = hold && (hold->reason.starts_with(rules::held_by_payment) || hold->reason.starts_with(rules::held_by_staff));
    co_return !has_other_cause;
}

Task<void> on_payment_held(App& app, const jobs::Attempt& attempt, const payments::PaymentHeld& news) {
    auto id = co_await order_in(app, attempt.ctx, news.order);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto order = co_await tx.ask(sql::lock_order(id));
        if (order && order->state == State::pending_payment && order->payment == news.payment) throw std::runtime_error("the order has not heard of its payment yet");
        attempt.finish(tx);
        if (!order || !co_await pays(tx, id, *order, news.payment)) co_return false;
        auto doubt = std::string(rules::held_by_payment) + news.reason;
        bool has_failed = order->doubt && order->doubt->starts_with(rules::payment_failed);
        if (!has_failed) tx.send(sql::note_doubt(id, doubt));  // an order that is held already for another reason is held for this one when that has gone
        bool can_wait = rules::life.allows(order->state, State::on_hold);
        if (can_wait) move_to(tx, id, order->state, State::on_hold, doubt);
        co_return can_wait;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

Task<void> on_payment_released(App& app, const jobs::Attempt& attempt, const payments::PaymentReleased& news) {
    auto id = co_await order_in(app, attempt.ctx, news.order);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto order = co_await tx.ask(sql::lock_order(id));
        auto hold = co_await tx.ask(sql::last_hold(id));
        attempt.finish(tx);
        bool is_its_money = order && co_await pays(tx, id, *order, news.payment);
        bool is_doubted = is_its_money && order->doubt && order->doubt->starts_with(rules::held_by_payment);
        if (is_doubted) tx.send(sql::note_doubt(id, std::nullopt));
        bool is_ours = is_its_money && order->state == State::on_hold && hold && hold->reason.starts_with(rules::held_by_payment);
        if (!is_ours || !rules::life.allows(State::on_hold, hold->before)) co_return false;
        move_to(tx, id, State::on_hold, hold->before, "the payment is in order");
        co_await end_when_all_is_back(tx, id);  // a refund may have arrived while it was held
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

}  // namespace vitrine::orders
