#include "modules/orders/cancel.h"
#include "modules/orders/jobs.h"
#include "modules/orders/edited/api.h"
#include "modules/orders/paid_edit_steps.h"
#include "modules/orders/popularity.h"
#include "modules/orders/refund_load.h"
#include "modules/orders/rules.h"
#include "modules/stock/api.h"

namespace vitrine::orders {
namespace {

std::string_view why_not_payable(const sql::LockedOrder& order, const payments::PaymentSucceeded& news) {
    auto asked = news.released ? news.amount + *news.released : news.amount;  // staff had given a part back before it was taken
    if (asked != Money{order.payable, order.currency}) return "amount_differs";
    if (order.payment != news.payment) return "another_payment";
    if (order.state == State::cancelled || order.state == State::refunded) return "order_closed";
    return {};
}

/// Whether the order went on when its money was authorised and waits for nothing but that money, which is there now.
Task<bool> was_authorized(pg::Tx& tx, OrderId id, const sql::LockedOrder& order, const payments::PaymentSucceeded& news) {
    if (order.state == State::on_hold) co_return !co_await waits_for_review(tx, id);
    co_return news.method != "cash_on_delivery" && (order.state == State::processing || order.state == State::packed);
}

/// A payment fails when it was not made in time, when its authorisation lapsed before it was captured, or when its order is called off: whoever calls off
/// closes the payment first, and an order whose payment is closed ends here when that process died in between. A review that is under way decides for itself.
Task<bool> is_given_up(pg::Tx& tx, OrderId id, const sql::LockedOrder& order, const payments::PaymentFailed& news) {
    if (order.payment != news.payment) co_return false;
    if (order.state == State::on_hold) co_return !co_await waits_for_review(tx, id);
    co_return rules::falls_with_payment(order.state);
}

/// What the store's rules on risk say now; a store without rules allows everything.
Task<risk::Verdict> judge(App& app, pg::Tx& tx, OrderId id, risk::Basis basis, std::optional<risk::CardFacts> card) {
    static const auto none = risk::no_rules();
    auto rules = quotes::rules_of(app, tx.ctx().store)->risk;
    co_return co_await risk::judge_payment(tx, rules ? *rules : *none, id.text(), basis, std::move(card));
}

/// Its goods stay reserved until somebody has decided, and a little longer.
void put_on_hold(pg::Tx& tx, OrderId id, const sql::LockedOrder& order, const risk::Verdict& verdict) {
    tx.send(sql::move(id, order.state, State::on_hold, "waits for review"));
    stock::extend(tx, id.text(), *verdict.held_until + 24h);
    jobs::publish(tx, id.text(), OrderStateChanged{id, order.state, State::on_hold, "waits for review"});
}

Task<void> pay(App& app, pg::Tx& tx, OrderId id, const sql::LockedOrder& order, PaymentId payment) {
    tx.send(sql::move(id, order.state, State::paid, "payment " + payment.text()));
    co_await stock::sell(tx, id.text(), destination_of(order));
    jobs::publish(tx, id.text(), OrderStateChanged{id, order.state, State::paid, "payment received"});
    count_tonight(tx, *app.stores->known(tx.ctx().store), tx.ctx().now);
}

/// What is paid at the door goes on unpaid; its goods stay reserved until they are shipped.
void go_on_promised(App& app, pg::Tx& tx, OrderId id, const sql::LockedOrder& order) {
    tx.send(sql::move(id, order.state, State::processing, "paid at the door"));
    stock::extend(tx, id.text(), tx.ctx().now + longest_way);
    jobs::publish(tx, id.text(), OrderStateChanged{id, order.state, State::processing, "paid at the door"});
    count_tonight(tx, *app.stores->known(tx.ctx().store), tx.ctx().now);
}

/// Its goods stay reserved until they are shipped, or given back when the authorisation lapses.
void go_on_authorized(App& app, pg::Tx& tx, OrderId id, const sql::LockedOrder& order) {
    tx.send(sql::move(id, order.state, State::processing, "authorised, to be captured"));
    stock::extend(tx, id.text(), tx.ctx().now + longest_way);
    jobs::publish(tx, id.text(), OrderStateChanged{id, order.state, State::processing, "authorised, to be captured"});
    count_tonight(tx, *app.stores->known(tx.ctx().store), tx.ctx().now);
}

}  // namespace

Task<void> on_payment_succeeded(App& app, const jobs::Attempt& attempt, const payments::PaymentSucceeded& news) {
    if (auto edit = PaidEditId::parse(news.order)) co_return co_await on_difference_paid(app, attempt, *edit, news);
    auto id = OrderId::parse(news.order);
    if (!id) throw std::runtime_error("the payment names no order");
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto order = co_await tx.ask(sql::lock_order(*id));
        if (!order) throw std::runtime_error("the order of a payment is missing");
        attempt.finish(tx);
        auto reason = why_not_payable(*order, news);
        if (reason.empty()) tx.send(sql::note_paid(*id, tx.ctx().now));
        if (!reason.empty()) {
            payments::give_back(tx, news.payment, news.order, news.method, news.amount, std::string(reason));
        } else if (order->state == State::pending_payment) {
            auto verdict = co_await judge(app, tx, *id, risk::Basis::paid, news.card);
            if (verdict.outcome == risk::Outcome::refuse) {
                co_await cancel_unpaid(tx, *id, *order, std::string(rules::refused_by_rules));
                payments::give_back(tx, news.payment, news.order, news.method, news.amount, "order_refused");
            } else if (verdict.outcome == risk::Outcome::review) put_on_hold(tx, *id, *order, verdict);
            else if (news.method == "cash_on_delivery") go_on_promised(app, tx, *id, *order);   // its promise has not been heard of yet
            else co_await pay(app, tx, *id, *order, news.payment);
        } else if (co_await was_authorized(tx, *id, *order, news)) {
            co_await stock::sell(tx, id->text(), destination_of(*order));
        }
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

Task<void> on_payment_promised(App& app, const jobs::Attempt& attempt, const payments::PaymentPromised& news) {
    auto id = OrderId::parse(news.order);
    if (!id) throw std::runtime_error("the payment names no order");
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto order = co_await tx.ask(sql::lock_order(*id));
        attempt.finish(tx);
        if (!order || order->state != State::pending_payment || order->payment != news.payment) co_return false;
        auto verdict = co_await judge(app, tx, *id, risk::Basis::promised, {});
        if (verdict.outcome == risk::Outcome::review) {
            put_on_hold(tx, *id, *order, verdict);
            co_return true;
        }
        go_on_promised(app, tx, *id, *order);
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

Task<void> on_payment_authorized(App& app, const jobs::Attempt& attempt, const payments::PaymentAuthorized& news) {
    if (auto edit = PaidEditId::parse(news.order)) co_return co_await on_difference_authorized(app, attempt, *edit, news);
    auto id = OrderId::parse(news.order);
    if (!id) throw std::runtime_error("the payment names no order");
    auto judge_and_go_on = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto order = co_await tx.ask(sql::lock_order(*id));
        bool is_waiting = order && order->state == State::pending_payment && order->payment == news.payment;
        auto verdict = is_waiting ? co_await judge(app, tx, *id, risk::Basis::promised, news.card) : risk::Verdict{};
        if (verdict.outcome == risk::Outcome::refuse) co_return true;  // the money is let go first: the first verdict holds until then
        attempt.finish(tx);
        if (is_waiting && verdict.outcome == risk::Outcome::review) put_on_hold(tx, *id, *order, verdict);
        else if (is_waiting) go_on_authorized(app, tx, *id, *order);
        co_return false;
    };
    auto is_refused = co_await app.db.transaction(attempt.ctx, judge_and_go_on);
    if (!is_refused || !*is_refused) co_return;
    auto cancelled = co_await payments::cancel(app, attempt.ctx, news.payment);  // outside any transaction
    if (!cancelled) throw std::runtime_error("the payment could not be cancelled: " + cancelled.error().code);
    auto end = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto order = co_await tx.ask(sql::lock_order(*id));
        attempt.finish(tx);
        bool is_waiting = order && order->state == State::pending_payment && order->payment == news.payment;   // an edit may have opened another
        if (is_waiting) co_await cancel_unpaid(tx, *id, *order, std::string(rules::refused_by_rules));
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, end);
}

Task<void> on_payment_failed(App& app, const jobs::Attempt& attempt, const payments::PaymentFailed& news) {
    if (auto edit = PaidEditId::parse(news.order)) co_return co_await on_difference_failed(app, attempt, *edit, news);
    auto id = OrderId::parse(news.order);
    if (!id) throw std::runtime_error("the payment names no order");
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto order = co_await tx.ask(sql::lock_order(*id));
        attempt.finish(tx);
        auto reason = std::string(rules::payment_failed) + news.reason;
        bool is_ours = order && order->payment == news.payment;
        if (order && co_await is_given_up(tx, *id, *order, news)) co_await cancel_unpaid(tx, *id, *order, reason);
        else if (is_ours && order->state == State::on_hold) tx.send(sql::note_doubt(*id, reason));  // its review may say yes to an order without money
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

Task<void> on_refund_ended(App& app, const jobs::Attempt& attempt, const payments::RefundEnded& news) {
    auto id = co_await order_paid_as(app, attempt.ctx, news.order);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        attempt.finish(tx);
        if (!id || news.is_surplus || news.state != payments::RefundState::succeeded) co_return false;
        auto order = co_await tx.ask(sql::lock_order(*id));
        if (order) co_await end_when_all_is_back(tx, *id);
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

Task<void> expire(App& app, const jobs::Attempt& attempt, const ExpireOrder& in) {
    auto order = co_await app.db.read(attempt.ctx, sql::find_order(in.order));
    bool is_over = order && order->state == State::pending_payment && order->expires_at <= attempt.ctx.now;
    bool paid_after_all = false;
    if (is_over) {
        auto payment = co_await payments::cancel(app, attempt.ctx, order->payment);  // outside any transaction
        if (!payment) throw std::runtime_error("the payment could not be cancelled: " + payment.error().code);
        paid_after_all = payment->state == payments::State::succeeded;
    }
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto locked = co_await tx.ask(sql::lock_order(in.order));
        attempt.finish(tx);
        if (!locked || locked->state != State::pending_payment) co_return true;
        bool is_same = order && locked->payment == order->payment;   // not edited since it was looked at
        if (is_same && paid_after_all) co_return true;
        if (is_over && is_same && locked->expires_at <= attempt.ctx.now) co_await cancel_unpaid(tx, in.order, *locked, "not paid in time");
        else jobs::later(tx, std::string(expire_kind), in.order.text(), locked->expires_at, in);  // the window was extended, or it was edited
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

void jobs(jobs::Registry& registry) {
    registry.on("orders.pay", on_payment_succeeded);
    registry.on("orders.accept_unpaid", on_payment_promised);
    registry.on("orders.await_capture", on_payment_authorized);
    registry.on("orders.hold", on_payment_held);
    registry.on("orders.release", on_payment_released);
    registry.on("orders.cancel_unpaid", on_payment_failed);
    registry.on("orders.end_refunded", on_refund_ended);
    registry.on("orders.follow_review", on_review_decided);
    registry.timer(std::string(expire_kind), expire);
    registry.timer(std::string(overtake_kind), work_overtake);
    registry.timer(std::string(popularity_kind), count_popularity);
}

}  // namespace vitrine::orders
