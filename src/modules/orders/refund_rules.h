#pragma once
// Pure decisions about giving back: what each item was paid with, what a request comes to, and by which ways it goes.
#include "modules/orders/later_delivery.h"
#include "modules/orders/refund.h"

namespace vitrine::orders::rules {

/// A line, delivery or a fee, as it was paid and as far as it was given back.
struct RefundItem {
    RefundItemKind kind = RefundItemKind::line;
    std::int64_t position = 0;
    quotes::Paid paid;
    Money discount;                     ///< without tax: what it would have been more in `sales`
    std::int64_t refunded = 0;          ///< units
};
/// An order as money: total = sum of the items' gross + rounding. `given` = shares of items + rounding_given + allowance_given; `withheld` of it was kept.
struct RefundState {
    std::vector<RefundItem> items;
    Money total, rounding, given, rounding_given, allowance_given, withheld;
};
struct RefundShare {
    RefundItemKind kind = RefundItemKind::line;
    std::int64_t position = 0, quantity = 1;
    quotes::Part part;
    Money discount;
};
/// amount = sum of the shares' gross + rounding + allowance - withheld, and is more than nothing.
struct RefundDecision {
    std::vector<RefundShare> shares;
    Money amount, rounding, allowance, withheld;
};

/// The items of an order before anything was given back. `later`: what edits have put in place of its delivery.
RefundState refund_state(const OrderView& order, const std::vector<LaterDelivery>& later = {});
/// Any sequence of refunds ends at exactly what was paid: each share is the share of all units so far less that of the ones before, and the one that
/// closes the order takes the rounding and earlier allowances. Refuses request.invalid, orders.refund_too_large.
Result<RefundDecision> decide_refund(const RefundState& state, const NewOrderRefund& in);

struct RefundPart {
    RefundWay way = RefundWay::payment;
    Money amount;
    std::optional<payments::Gone> gone = {};   ///< of a payment: the buyer has this already, it is only written down
    std::optional<PaymentId> of = {};          ///< of a payment: the one of an edit; absent: the order's own
};
/// What is left at the gateway of the payment of an edit that was carried out.
struct FurtherMoney {
    PaymentId payment;
    Money left;
};
/// Where the money of a refund can come from.
struct RefundSources {
    std::vector<payments::Gone> gone;   ///< what the buyer has got back without a refund: of the order's own payment, then of those of edits
    Money captured;                     ///< what is left at the gateway and not promised to a refund that has failed
    Money tendered;                     ///< what is left of what gift cards and credits paid
    std::optional<Money> authorized = {};   ///< the gateway's money is not taken yet: a part of it can be let go, and nothing else be given
    std::vector<FurtherMoney> further = {};   ///< oldest first
    std::vector<PaymentId> gone_of = {};      ///< the payments of the last of `gone`, those of edits
};
/// By which ways an amount goes: what the buyer has already counts first, wherever the rest shall go; then see RefundTo. Refuses orders.refund_too_large.
Result<std::vector<RefundPart>> spread_refund(const Money& amount, RefundTo to, const RefundSources& from);
/// The same where a part of it is to be store credit. Refuses request.invalid, orders.refund_too_large (also where money is not taken yet, or was lost to a dispute).
Result<std::vector<RefundPart>> spread_with_credit(const Money& amount, const Money& credit, const RefundSources& from);

/// The same for an edit: `applied` of it pays for what the edit adds and goes nowhere, the rest goes as spread_refund says. Refuses orders.refund_too_large.
Result<std::vector<RefundPart>> spread_applied(const Money& amount, const Money& applied, RefundTo to, const RefundSources& from);

/// The ledger's account of an item: "sales", "shipping", "surcharges".
std::string account_of(RefundItemKind kind);
/// What a discount is without the tax in it, for an item that was entered with or without tax.
Money discount_net(const Money& discount, const Money& net, const Money& gross, bool includes_tax);

}  // namespace vitrine::orders::rules
