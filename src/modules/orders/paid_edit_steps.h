#pragma once
// What the use cases of an edit share: carrying it out and ending it, behind the order's lock.
#include "modules/orders/paid_edit_rules.h"
#include "modules/orders/rows.h"
#include "modules/orders/sql.h"

namespace vitrine::orders {

PaidEditPlan plan_of(const PaidEditRow& row);
PaidEditView view_of(const App& app, StoreId store, const PaidEditRow& row);

/// The order becomes what the edit says: what it takes back is granted as a refund (of which what pays for the added goods goes nowhere), lines, totals, books, stock, story, news. Behind the order's lock, in
/// the transaction in which the money was found or nothing is to be paid. Gives the refunds that a gateway has to carry out.
/// Refuses orders.not_editable, orders.packed, orders.refund_too_large: the order is not any more what the edit was made for; then the transaction has to be given up.
Task<Result<std::vector<payments::RefundId>>> carry_out(pg::Tx& tx, const PaidEditRow& edit);

/// Locks the levels of everything that an order has and that its edit adds, in one go: one after the other could meet somebody who goes the other way.
Task<void> lock_goods(pg::Tx& tx, const OrderView& order, const PaidEditPlan& plan);

/// An open edit ends without having been carried out: its goods are free and its offers returned. Behind the order's lock.
Task<void> end_unpaid_edit(pg::Tx& tx, const PaidEditRow& edit, PaidEditState state, std::string outcome);

/// Queues the end of an order's open edit, if there is one: the order has gone where it cannot be edited. Behind the order's lock.
Task<void> overtake_edit(pg::Tx& tx, OrderId id, std::string why);

/// Closes the payment of an edit whose order has gone elsewhere, then the edit.
inline constexpr std::string_view overtake_kind = "orders.overtake_edit";
struct OvertakeEdit {
    PaidEditId edit;
    std::string why;
};
SHAPE(OvertakeEdit, edit, why)
Task<void> work_overtake(App& app, const jobs::Attempt& attempt, const OvertakeEdit& what);

// The payment of a difference is told of like every other; these are the ends of that news. Repeatable.

/// The edit is carried out. Where that cannot be any more, or it has ended, the money goes back: one of both happens in this transaction, whatever came in between.
Task<void> on_difference_paid(App& app, const jobs::Attempt& attempt, PaidEditId edit, const payments::PaymentSucceeded& news);
/// A difference that is authorised is captured at once, while its edit is open; else let go. Talks to the outside.
Task<void> on_difference_authorized(App& app, const jobs::Attempt& attempt, PaidEditId edit, const payments::PaymentAuthorized& news);
/// The edit has expired.
Task<void> on_difference_failed(App& app, const jobs::Attempt& attempt, PaidEditId edit, const payments::PaymentFailed& news);

}  // namespace vitrine::orders
