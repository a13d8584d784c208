#pragma once
// What the use cases of giving back share: an order with everything given back so far.
#include "modules/orders/refund_rules.h"
#include "modules/orders/sql.h"
#include "modules/stock/api.h"

namespace vitrine::orders {

struct LoadedRefunds {
    OrderView order;
    std::vector<sql::RefundRow> refunds;
    std::vector<sql::RefundItemRow> items;
    std::vector<sql::RefundPartRow> parts;
    std::vector<payments::RefundView> payments;      ///< of the payments of the order and of its edits, surplus too
    std::vector<sql::PaidEditPayment> further = {};  ///< the payments of its edits that were carried out
    std::vector<LaterDelivery> deliveries = {};      ///< that its edits have put in place of its own
};
/// Nothing: no such order. Read after the order's lock where it has to stand still.
Task<std::optional<LoadedRefunds>> load_refunds(pg::Tx& tx, OrderId id);

/// The order as money, less what was given back and not withdrawn.
rules::RefundState state_of(const LoadedRefunds& loaded);
/// All refunds as staff sees them, oldest first.
std::vector<OrderRefundView> views_of(const LoadedRefunds& loaded);
RefundItemView view_of(const rules::RefundShare& share);

/// The deliveries that edits of an order have put in place of its own, oldest first.
Task<std::vector<LaterDelivery>> later_deliveries(pg::Tx& tx, OrderId id);

/// What is left to give: at the gateways, and of what gift cards and credits paid. The order's payments stay locked, and those of its edits.
struct Sources {
    PaymentId payment;
    std::optional<payments::Captured> captured;
    rules::RefundSources left;
    std::vector<payments::Captured> further = {};    ///< of edits

    /// The money of a part that goes through a payment; null: there is none.
    const payments::Captured* of(const std::optional<PaymentId>& payment) const;
};
Task<Sources> lock_sources(pg::Tx& tx, const LoadedRefunds& loaded);

struct PartToGive {
    OrderRefundId refund;
    std::int64_t position = 1;
    rules::RefundPart part;
    std::string reason;
};
/// Writes the parts of a granted refund and moves their money as far as a transaction can: reserves it at the gateway's receipt, ends the order when all of it is
/// back, then gives to cards and credit. In this order: who places orders locks stock first and cards last, too, so that nobody waits in a circle. Gives what a
/// gateway has to carry out.
Task<Result<std::vector<payments::RefundId>>> give_parts(pg::Tx& tx, const OrderView& order, const Sources& from, std::vector<PartToGive> parts);

/// A refund that somebody of this house grants inside a transaction of his own, under a key that nobody brings from outside.
struct Grant {
    std::string key, fingerprint;
    NewOrderRefund in;
    Money applied;                                   ///< of the items' worth, what pays for goods that an edit adds
    std::vector<stock::Want> stays;                  ///< of the goods that are cancelled, what the order needs again at once
};
struct Granted {
    OrderRefundId id;
    Money amount;
    std::vector<payments::RefundId> promised;        ///< to be carried out after the commit; a job does it, too
    bool replayed = false;
};
/// Refuses as give_back.
Task<Result<Granted>> grant_refund(pg::Tx& tx, OrderId order, const Grant& grant, const StillHolds& holds);

/// Whether an order on hold is there for its review, and not because its payment is in doubt or a person holds it. Reads only.
Task<bool> waits_for_review(pg::Tx& tx, OrderId id);

/// Moves the order to refunded once all it was paid with is back, in the transaction that holds its lock. Repeatable.
Task<void> end_when_all_is_back(pg::Tx& tx, OrderId id);

}  // namespace vitrine::orders
