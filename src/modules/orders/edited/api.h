#pragma once
// The door for modules above to edits of paid orders: what is open, what was added, and whose a payment is.
#include "modules/orders/api.h"
#include "modules/orders/paid_edit_id.h"

namespace vitrine::orders {

/// Nothing of an order is packed or shipped while one of its edits waits for its money.
inline constexpr RefusalKind edit_open{"orders.edit_open", 409, "An edit of this order waits for its money"};

/// What an edit asks its buyer for. Of one that is not open nothing is to be paid any more.
struct EditDifference {
    PaidEditId edit;
    OrderId order;
    bool is_open = true;
    PaymentId payment;
    std::string payment_method;
    Money amount;
    Instant pay_by{};
    std::vector<OrderLine> added;
    std::vector<std::string> removed;    ///< "2 × Notebook"
};
/// The edit of an order that waits for its money. Nothing: none does.
Task<std::optional<EditDifference>> open_difference(App& app, Ctx ctx, OrderId order);
/// By its own id, whatever became of it. Nothing: no such edit, or it asked for no money.
Task<std::optional<EditDifference>> difference_of(App& app, Ctx ctx, PaidEditId edit);

/// The order that money of this name ("ord_…", or "oedt_…": an edit of it) is for. Nothing: there is none.
Task<std::optional<OrderId>> order_paid_as(App& app, Ctx ctx, std::string named);

/// Inside a transaction that holds the order's lock: whether an edit of it waits for its money, and nothing may be packed.
Task<bool> waits_for_edit(pg::Tx& tx, OrderId id);

/// What an edit that was carried out has added, as an order of nothing else.
struct Addition {
    std::int64_t number = 1;             ///< of the edit
    OrderView part;
};
/// Inside a transaction, oldest first; edits that added nothing are left out.
Task<std::vector<Addition>> additions_of(pg::Tx& tx, const OrderView& order);

/// News: an edit of a paid order asks its buyer for money, until `pay_by`.
struct DifferenceAsked {
    static constexpr std::string_view name = "orders.difference_asked";
    OrderId order;
    PaidEditId edit;
    PaymentId payment;
    Money amount;
    Instant pay_by{};
};
SHAPE(DifferenceAsked, order, edit, payment, amount, pay_by)
/// News: an edit has ended: done, expired, withdrawn, overtaken.
struct EditEnded {
    static constexpr std::string_view name = "orders.edit_ended";
    OrderId order;
    PaidEditId edit;
    std::string state;
    std::string outcome;
};
SHAPE(EditEnded, order, edit, state, outcome)

}  // namespace vitrine::orders
