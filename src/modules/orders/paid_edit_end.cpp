// What becomes of an edit that waits for its money: paid, given up, or overtaken. Money that has come is never left between: the edit is carried out, or the money goes back, in one transaction.
#include "io/telemetry/log.h"
#include "modules/orders/paid_edit_steps.h"
#include "modules/orders/view.h"

namespace vitrine::orders {
namespace {

constexpr std::string_view withdrawn_words = "withdrawn by the shop";
/// The reason in the news of a payment that `payments::cancel` has closed.
constexpr std::string_view closed_by_shop = "order_cancelled";

/// Behind the order's lock. Edits are never deleted.
Task<PaidEditRow> lock_edit(pg::Tx& tx, PaidEditId id) {
    auto order = co_await tx.ask(sql::order_of_paid_edit(id));
    if (!order) throw std::runtime_error("the edit of a payment is missing");
    tx.send(sql::lock_order(*order));
    co_return (co_await tx.ask(sql::lock_paid_edit(id))).value();
}

bool is_ended(payments::State state) { return state == payments::State::cancelled || state == payments::State::failed; }

}  // namespace

Task<void> on_difference_paid(App& app, const jobs::Attempt& attempt, PaidEditId id, const payments::PaymentSucceeded& news) {
    std::string obstacle;
    auto try_it = [&](pg::Tx& tx) -> Task<Result<bool>> {
        obstacle.clear();
        auto edit = co_await lock_edit(tx, id);
        bool is_wanted = edit.state == PaidEditState::open && edit.payment == news.payment && news.amount == Money{edit.difference, edit.currency};
        if (!is_wanted) {
            bool is_done_with = edit.state == PaidEditState::done && edit.payment == news.payment;   // told twice
            if (!is_done_with) payments::give_back(tx, news.payment, news.order, news.method, news.amount, "edit_" + std::string(shape_name(edit.state)));
            attempt.finish(tx);
            co_return true;
        }
        auto done = co_await carry_out(tx, edit);   // what it refunds is carried out by its jobs
        if (!done) {
            obstacle = done.error().code + (done.error().detail.empty() ? "" : ": " + done.error().detail);
            co_return refuse(std::move(done.error()));
        }
        attempt.finish(tx);
        co_return true;
    };
    auto done = co_await app.db.transaction(attempt.ctx, try_it);
    if (done) co_return;
    auto give_up = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto edit = co_await lock_edit(tx, id);
        attempt.finish(tx);
        if (edit.state == PaidEditState::done) co_return true;
        if (edit.state == PaidEditState::open) co_await end_unpaid_edit(tx, edit, PaidEditState::overtaken, "it could not be carried out any more (" + obstacle + "); the money goes back");
        payments::give_back(tx, news.payment, news.order, news.method, news.amount, "edit_overtaken");
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, give_up);
    log::warn("orders.edit_overtaken", {{"edit", id.text()}, {"why", obstacle}});
}

Task<void> on_difference_authorized(App& app, const jobs::Attempt& attempt, PaidEditId id, const payments::PaymentAuthorized& news) {
    auto edit = co_await app.db.read(attempt.ctx, sql::paid_edit(id));
    if (!edit) throw std::runtime_error("the edit of a payment is missing");
    bool is_open = edit->state == PaidEditState::open && edit->payment == news.payment;
    auto settled = is_open ? payments::capture(app, attempt.ctx, news.payment) : payments::cancel(app, attempt.ctx, news.payment);
    auto answer = co_await std::move(settled);   // outside any transaction; how it ends is news of its own
    bool has_lapsed = !answer && answer.error().code == payments::not_authorized.code;
    if (!answer && !has_lapsed) throw std::runtime_error("the difference could not be " + std::string(is_open ? "captured: " : "let go: ") + answer.error().code);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        attempt.finish(tx);
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

Task<void> on_difference_failed(App& app, const jobs::Attempt& attempt, PaidEditId id, const payments::PaymentFailed& news) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto edit = co_await lock_edit(tx, id);
        attempt.finish(tx);
        if (edit.state != PaidEditState::open || edit.payment != news.payment) co_return false;
        auto order = co_await load_view(tx, edit.order_id);
        bool is_closed_here = news.reason == closed_by_shop;   // whoever closed it has not lived to end the edit, or is about to
        auto given_up = rules::may_be_carried_out(order->state) ? PaidEditState::withdrawn : PaidEditState::overtaken;
        if (is_closed_here) co_await end_unpaid_edit(tx, edit, given_up, given_up == PaidEditState::withdrawn ? std::string(withdrawn_words) : "the order is " + std::string(shape_name(order->state)));
        else co_await end_unpaid_edit(tx, edit, PaidEditState::expired, news.reason == "expired" ? "it was not paid in time" : "its payment ended: " + news.reason);
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

Task<void> work_overtake(App& app, const jobs::Attempt& attempt, const OvertakeEdit& what) {
    auto edit = co_await app.db.read(attempt.ctx, sql::paid_edit(what.edit));
    bool is_closed = true;
    if (edit && edit->state == PaidEditState::open && edit->payment) {
        auto payment = co_await payments::cancel(app, attempt.ctx, *edit->payment);   // outside any transaction
        if (!payment) throw std::runtime_error("the payment of an edit could not be cancelled: " + payment.error().code);
        is_closed = is_ended(payment->state);
    }
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto locked = co_await lock_edit(tx, what.edit);
        attempt.finish(tx);
        if (locked.state == PaidEditState::open && is_closed) co_await end_unpaid_edit(tx, locked, PaidEditState::overtaken, what.why);
        co_return true;   // where the money came first, its news end the edit
    };
    co_await app.db.transaction(attempt.ctx, body);
}

Task<Result<PaidEditView>> withdraw_paid_edit(App& app, Ctx ctx, OrderId order, PaidEditId id) {
    auto edit = co_await app.db.read(ctx, sql::paid_edit(id));
    if (!edit || edit->order_id != order) co_return refuse(edit_not_found);
    if (edit->state == PaidEditState::open && edit->payment) {
        auto payment = co_await payments::cancel(app, ctx, *edit->payment);   // outside any transaction: from here on nobody can pay it
        if (!payment) co_return refuse(std::move(payment.error()));
        if (!is_ended(payment->state)) co_return refuse(edit_closed, "Its money is there: it is being carried out");
    }
    auto body = [&](pg::Tx& tx) -> Task<Result<PaidEditView>> {
        auto locked = co_await lock_edit(tx, id);
        if (locked.state == PaidEditState::withdrawn) co_return view_of(app, ctx.store, locked);
        if (locked.state != PaidEditState::open) co_return refuse(edit_closed, "It is " + std::string(shape_name(locked.state)));
        co_await end_unpaid_edit(tx, locked, PaidEditState::withdrawn, std::string(withdrawn_words));
        co_return view_of(app, ctx.store, (co_await tx.ask(sql::paid_edit(id))).value());
    };
    co_return co_await app.db.transaction(ctx, body);
}

}  // namespace vitrine::orders
