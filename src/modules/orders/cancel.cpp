#include "modules/orders/cancel.h"

#include "core/check.h"
#include "modules/ledger/api.h"
#include "modules/orders/paid_edit_steps.h"
#include "modules/orders/rules.h"
#include "modules/promotions/api.h"
#include "modules/stores/api.h"
#include "modules/tenders/api.h"

namespace vitrine::orders {
namespace {

/// What was given back before it was taken: the whole order is taken back now.
Task<void> withdraw_releases(pg::Tx& tx, OrderId id) {
    for (const auto& one : co_await tx.ask(sql::refunds_of_order(id))) {
        if (one.withdrawn_at) continue;
        tx.send(sql::withdraw_refund(one.id, tx.ctx().actor, tx.ctx().now));
        ledger::reverse(tx, {.kind = "order.refunded", .reference = one.id.text(), .as = "order.refund_withdrawn"});
    }
}

/// What edits had asked for goes back, and what they had of offers. Their goods are the order's by now.
Task<bool> give_up_edits(pg::Tx& tx, OrderId id, const sql::LockedOrder& order) {
    std::vector<promotions::Buyer> buyers;
    for (const auto& edit : co_await tx.ask(sql::paid_edits_of(id))) {
        if (edit.state != PaidEditState::done) continue;
        buyers.push_back({edit.id.text(), promotions::customer_key(order.email)});
        if (edit.payment) payments::give_back(tx, *edit.payment, edit.id.text(), *edit.payment_method, {edit.difference, edit.currency}, "order_cancelled");
    }
    if (buyers.empty()) co_return false;
    auto has_room = promotions::give_back(tx, buyers);
    co_await tx.flush();
    co_return *has_room;
}

}  // namespace

stock::Destination destination_of(const sql::LockedOrder& order) { return {order.country, order.region, order.postal_code}; }

Task<void> cancel_unpaid(pg::Tx& tx, OrderId id, const sql::LockedOrder& order, std::string reason) {
    check(rules::life.allows(order.state, State::cancelled), "only an unpaid order is cancelled this way");
    co_await withdraw_releases(tx, id);
    co_await overtake_edit(tx, id, "the order was cancelled");
    auto has_room_of_edits = co_await give_up_edits(tx, id, order);
    auto moved = tx.queue(sql::move(id, order.state, State::cancelled, reason));
    auto released = stock::release(tx, id.text(), reason);
    auto has_room = promotions::give_back(tx, {{id.text(), promotions::customer_key(order.email)}});
    ledger::reverse(tx, {.kind = "order.placed", .reference = id.text(), .as = "order.cancelled"});
    for (std::int64_t edit = 1; edit <= order.edits; ++edit) ledger::reverse(tx, {.kind = "order.edited", .reference = edit_reference(id, edit), .as = "order.edit_cancelled"});
    jobs::publish(tx, id.text(), OrderStateChanged{id, order.state, State::cancelled, reason});
    co_await tx.flush();
    check(*moved == 1, "the locked order is where it was");
    co_await tenders::give_back(tx, id.text(), id.text(), {}, reason);
    if (!released->empty()) {
        catalog::note_variant_changes(tx, *released);
        co_await stock::fill(tx, *released);
    }
    if (*has_room || has_room_of_edits) stores::rules_changed(tx, "promotions");
}

}  // namespace vitrine::orders
