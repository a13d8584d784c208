// An order on hold goes on or ends, as somebody (or time) has decided.
#include "modules/orders/cancel.h"
#include "modules/orders/jobs.h"
#include "modules/orders/popularity.h"
#include "modules/orders/rules.h"
#include "modules/stock/api.h"

namespace vitrine::orders {
namespace {

std::string words_of(const risk::ReviewDecided& news) { return std::string(shape_name(news.state)) + " by " + news.actor + ": " + news.reason; }

/// What was approved is the buyer; money that payments doubt keeps the order where it is until they say otherwise.
void keep_in_doubt(pg::Tx& tx, OrderId id, State from, const std::string& doubt) {
    tx.send(sql::move(id, from, State::on_hold, doubt));
    jobs::publish(tx, id.text(), OrderStateChanged{id, from, State::on_hold, doubt});
}

Task<void> go_on(App& app, pg::Tx& tx, OrderId id, const sql::LockedOrder& order, const risk::ReviewDecided& news) {
    bool is_paid = news.basis == risk::Basis::paid;
    auto to = is_paid ? State::paid : State::processing;
    tx.send(sql::move(id, order.state, to, words_of(news)));
    if (is_paid) co_await stock::sell(tx, id.text(), destination_of(order));
    else stock::extend(tx, id.text(), tx.ctx().now + longest_way);
    jobs::publish(tx, id.text(), OrderStateChanged{id, order.state, to, "approved after review"});
    count_tonight(tx, *app.stores->known(tx.ctx().store), tx.ctx().now);
    if (order.doubt && order.doubt->starts_with(rules::held_by_payment)) keep_in_doubt(tx, id, to, *order.doubt);
}

/// An approved order goes on, unless what was promised for it ended without money meanwhile.
Task<void> follow_approval(App& app, pg::Tx& tx, OrderId id, const sql::LockedOrder& order, const risk::ReviewDecided& news) {
    bool has_failed = news.basis == risk::Basis::promised && order.doubt && order.doubt->starts_with(rules::payment_failed);
    if (has_failed) co_await cancel_unpaid(tx, id, order, *order.doubt);
    else co_await go_on(app, tx, id, order, news);
}

/// The way of an order that was given up while its money was on its way: the money becomes surplus and goes back.
Task<void> end(pg::Tx& tx, OrderId id, const sql::LockedOrder& order, const risk::ReviewDecided& news, bool has_money) {
    co_await cancel_unpaid(tx, id, order, words_of(news));
    if (has_money) payments::give_back(tx, order.payment, id.text(), {}, Money{order.payable, order.currency}, "order_rejected");
}

}  // namespace

Task<void> on_review_decided(App& app, const jobs::Attempt& attempt, const risk::ReviewDecided& news) {
    auto id = OrderId::parse(news.order);
    if (!id) throw std::runtime_error("the review names no order");
    bool has_money = news.basis == risk::Basis::paid;
    if (news.state == risk::ReviewState::rejected && !has_money) {
        auto order = co_await app.db.read(attempt.ctx, sql::find_order(*id));
        if (!order) throw std::runtime_error("the order of a review is missing");
        auto payment = co_await payments::cancel(app, attempt.ctx, order->payment);  // outside any transaction: what was promised is not collected any more
        if (!payment) throw std::runtime_error("the payment could not be cancelled: " + payment.error().code);
        has_money = payment->state == payments::State::succeeded;
    }
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto order = co_await tx.ask(sql::lock_order(*id));
        if (!order) throw std::runtime_error("the order of a review is missing");
        attempt.finish(tx);
        if (order->state != State::on_hold) co_return false;
        if (news.state == risk::ReviewState::approved) co_await follow_approval(app, tx, *id, *order, news);
        else co_await end(tx, *id, *order, news, has_money);
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

}  // namespace vitrine::orders
