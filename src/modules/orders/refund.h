#pragma once
#include <functional>

// Giving back what was paid for an order: in full, by lines and their quantities, delivery, or an amount; to where it came from or as store credit.
#include "modules/orders/api.h"

namespace vitrine::orders {

using OrderRefundId = Id<"oref">;

inline constexpr RefusalKind not_refundable{"orders.not_refundable", 409, "Nothing was paid for this order that could be given back"};
inline constexpr RefusalKind refund_too_large{"orders.refund_too_large", 409, "This is more than what is left of what was paid"};
inline constexpr RefusalKind refund_not_found{"orders.refund_not_found", 404, "This order has no such refund"};
inline constexpr RefusalKind already_sent{"orders.already_sent", 409, "The goods have left the house: take them back instead of cancelling them"};
inline constexpr RefusalKind refund_not_failed{"orders.refund_not_failed", 409, "Only a refund that failed is tried again or withdrawn"};

/// original: the gateway first, as far as its money reaches, then the gift cards and credits that paid, the last used first.
enum class RefundTo { original, store_credit };
SHAPE_ENUM(RefundTo, original, store_credit)
enum class RefundItemKind { line, shipping, fee };
SHAPE_ENUM(RefundItemKind, line, shipping, fee)
/// payment: through the gateway that took the money (or by hand where that cannot be). tender: to the gift cards and credits that paid. release: it is authorised
/// only and will not be taken. applied: it pays for what an edit adds to the same order.
enum class RefundWay { payment, tender, store_credit, release, applied };
SHAPE_ENUM(RefundWay, payment, tender, store_credit, release, applied)
/// failed: some of the money could not be given back and is still owed; retry_refund or withdraw_refund ends that.
enum class RefundProgress { pending, succeeded, failed, withdrawn };
SHAPE_ENUM(RefundProgress, pending, succeeded, failed, withdrawn)

struct RefundLine {
    Whole<1, 1'000'000> position;               ///< of the order's line
    Quantity quantity;                          ///< of its units
};
SHAPE(RefundLine, position, quantity)

/// What to give back. Nothing named: all that is left.
struct NewOrderRefund {
    std::optional<std::vector<RefundLine>> lines;
    std::optional<bool> shipping, fee;          ///< delivery; what the way of paying cost
    std::optional<Money> amount;                ///< instead of items: money for none in particular; all that is left closes the order
    std::optional<RefundTo> to;                 ///< absent: original
    Text<1, 500> reason;
    std::optional<bool> cancel = {};            ///< the lines are not sent at all: their goods, still in the house, can be sold again
    std::optional<Money> withheld = {};         ///< kept of what the items were paid with: a fee for goods that came back
    std::optional<Money> credit = {};           ///< so much of it becomes store credit, the rest goes the way it came
};
SHAPE(NewOrderRefund, lines, shipping, fee, amount, to, reason, cancel, withheld, credit)

/// An item's true share of what was paid, with its part of the taxes.
struct RefundItemView {
    RefundItemKind kind = RefundItemKind::line;
    std::int64_t position = 0, quantity = 1;
    Money net, tax, gross;
    std::vector<taxes::ComponentTax> taxes;
};
SHAPE(RefundItemView, kind, position, quantity, net, tax, gross, taxes)
struct RefundPartView {
    RefundWay way = RefundWay::payment;
    Money amount;
    std::string state;                          ///< of a payment's: created, pending, succeeded, failed; of the others: succeeded
    bool is_by_hand = false;                    ///< waits for a person: POST /api/v1/admin/refunds/{refund}/end
    bool is_replaced = false;                   ///< failed, and another part stands in its place
    bool was_gone = false;                      ///< the buyer had it already, by a lost dispute or from the gateway itself: nothing is sent
    std::optional<payments::RefundId> refund;
    std::optional<std::string> method, failure;
};
SHAPE(RefundPartView, way, amount, state, is_by_hand, is_replaced, was_gone, refund, method, failure)

struct OrderRefundView {
    OrderRefundId id;
    OrderId order;
    RefundProgress state = RefundProgress::pending;
    Money amount, tax;                          ///< amount = sum of the items' gross + rounding + allowance - withheld
    Money rounding, allowance, withheld;
    RefundTo to = RefundTo::original;
    std::string reason, actor;
    std::vector<RefundItemView> items;
    std::vector<RefundPartView> parts;
    Instant created_at{};
};
SHAPE(OrderRefundView, id, order, state, amount, tax, rounding, allowance, withheld, to, reason, actor, items, parts, created_at)

/// What a refund would give now, and what would be left of the order's total afterwards.
struct RefundPreview {
    Money amount, tax, rounding, allowance, withheld, left;
    std::vector<RefundItemView> items;
    std::vector<RefundPartView> parts;          ///< their state is "planned"
};
SHAPE(RefundPreview, amount, tax, rounding, allowance, withheld, left, items, parts)

struct GivenBack {
    OrderRefundView refund;
    bool replayed = false;
};

/// Grants a refund and carries it out as far as the gateway answers. What the buyer has got back already (a lost dispute, a refund made at the gateway) counts
/// first and is not sent again; what an open dispute holds cannot be given back. An order on hold is given back unless it waits for its review. One transaction under the order's lock grants it: items, books, the reservation of
/// the gateway's money, cards and credit; with `cancel` the goods of the lines go back to where they can be sold. Repeatable with the same key and body: the same refund, as it stands now. Talks to the outside.
/// Refuses orders.not_found, orders.not_refundable, orders.refund_too_large, orders.already_sent, orders.packed, request.invalid, idempotency.key_reused.
/// `holds` is asked behind the order's lock, before anything new is granted; what it refuses is refused.
using StillHolds = std::function<Task<Result<void>>(pg::Tx&)>;
Task<Result<GivenBack>> give_back(App& app, Ctx ctx, OrderId order, std::string idempotency_key, NewOrderRefund in, StillHolds holds = {});
/// The same decision without its effect. Refuses as give_back.
Task<Result<RefundPreview>> preview_refund(App& app, Ctx ctx, OrderId order, NewOrderRefund in);
/// All refunds of an order, oldest first, with the state of their money as payments knows it.
Task<Result<std::vector<OrderRefundView>>> refunds_of(App& app, Ctx ctx, OrderId order);
/// Gives what failed another try, the same way or as store credit. Talks to the outside. Refuses orders.refund_not_found, orders.refund_not_failed.
Task<Result<OrderRefundView>> retry_refund(App& app, Ctx ctx, OrderId order, OrderRefundId refund, RefundTo to);
/// Takes a refund back of which nothing has reached the buyer: its items may be refunded again, the books are as before. Repeatable.
/// Refuses orders.refund_not_found, orders.refund_not_failed.
Task<Result<OrderRefundView>> withdraw_refund(App& app, Ctx ctx, OrderId order, OrderRefundId refund);

}  // namespace vitrine::orders
