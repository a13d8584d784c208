#include <set>

#include "modules/orders/cancel.h"
#include "modules/orders/edited/api.h"
#include "modules/orders/paid_edit.h"
#include "modules/orders/rules.h"
#include "modules/stock/api.h"

namespace vitrine::orders {
namespace {

/// Verbs that move money happen where the money is (payments), never by naming a state.
bool is_staff_verb(std::string_view verb) {
    static const std::set<std::string_view> verbs{"process", "pack", "ship", "deliver", "complete", "hold", "resume"};
    return verbs.contains(verb);
}

/// Outside any transaction, since it may capture at the gateway. An order that cannot be shipped from where it is takes no money.
Task<Result<bool>> payment_before_shipment(App& app, Ctx ctx, OrderId id) {
    auto query = sql::find_order(id);
    auto order = co_await app.db.read(ctx, std::move(query));
    if (!order) co_return refuse(not_found);
    if (!rules::life.allows(order->state, State::shipped)) co_return false;
    auto ready = co_await payments::ready_for_shipment(app, ctx, order->payment);
    if (!ready) co_return refuse(ready.error());
    co_return true;
}

/// Only what a person has put on hold goes on by a person's word here; reviews and doubts about money have doors of their own.
Task<Result<State>> state_before_hold(pg::Tx& tx, OrderId id, const sql::LockedOrder& order) {
    auto hold = co_await tx.ask(sql::last_hold(id));
    bool is_ours = order.state == State::on_hold && hold && hold->reason.starts_with(rules::held_by_staff);
    if (!is_ours) co_return refuse(illegal_move, order.state == State::on_hold ? "The order is not held by staff: decide its review, or settle its payment" : "The order is not on hold");
    if (order.doubt) co_return refuse(illegal_move, *order.doubt);
    if (!rules::life.allows(State::on_hold, hold->before)) co_return refuse(illegal_move);
    co_return hold->before;
}

/// Its buyer still has to pay: nobody can bring it back from a hold, so nobody puts it there.
Result<State> held(State from) {
    if (from == State::pending_payment) return refuse(illegal_move, "'hold' is not possible while the order is pending_payment");
    return rules::next_state(from, "hold");
}

Task<Result<State>> target(pg::Tx& tx, OrderId id, const sql::LockedOrder& order, std::string_view verb, std::string_view reason) {
    if (!is_staff_verb(verb)) co_return refuse(illegal_move, "this move belongs to the payment", {{"/verb", "not_a_staff_move", "choose process, pack, ship, deliver, complete, hold or resume"}});
    if (verb == "resume") co_return co_await state_before_hold(tx, id, order);
    if (verb != "hold") co_return rules::next_state(order.state, verb);
    if (reason.empty()) co_return refuse(refusals::invalid, {}, {{"/reason", "required", "say why the order has to wait"}});
    co_return held(order.state);
}

}  // namespace

Task<Result<OrderView>> move(App& app, Ctx ctx, OrderId id, std::string verb, std::string reason) {
    if (verb == "ship") {  // no goods without the money, where it comes first
        auto paid = co_await payment_before_shipment(app, ctx, id);
        if (!paid) co_return refuse(paid.error());
    }
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto order = co_await tx.ask(sql::lock_order(id));
        if (!order) co_return refuse(not_found);
        auto to = co_await target(tx, id, *order, verb, reason);
        if (!to) co_return refuse(to.error());
        bool packs = *to == State::packed || *to == State::shipped;
        if (packs && co_await waits_for_edit(tx, id)) co_return refuse(edit_open, "Nothing is packed before it is paid, or withdrawn");
        auto words = verb == "hold" ? std::string(rules::held_by_staff) + reason : reason;
        tx.send(sql::move(id, order->state, *to, words));
        if (*to == State::shipped) {
            if (auto missing = co_await tx.ask(stock::waiting(id.text())); missing > 0) co_return refuse(stock::not_arrived, std::to_string(missing) + " pieces are still to come");
            co_await stock::sell(tx, id.text(), destination_of(*order));  // reserved until now when it is paid at the door; otherwise sold when it was paid
            stock::ship(tx, id.text());
        }
        jobs::publish(tx, id.text(), OrderStateChanged{id, order->state, *to, words});
        co_return true;
    };
    auto moved = co_await app.db.transaction(ctx, body);
    if (!moved) co_return refuse(moved.error());
    co_return co_await view(app, ctx, id, {});
}

}  // namespace vitrine::orders
