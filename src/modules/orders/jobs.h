#pragma once
#include "modules/module.h"
#include "modules/orders/api.h"

namespace vitrine::orders {

/// Payload of the timer that ends an unpaid order.
struct ExpireOrder {
    OrderId order;
};
SHAPE(ExpireOrder, order)
/// How long goods paid at the door stay reserved on their way.
inline constexpr Duration longest_way = 24h * 90;
inline constexpr std::string_view expire_kind = "orders.expire";

/// Cancels an unpaid order when its time is over: first at the gateway, so that no late charge can happen, then here. When the money came
/// after all, the order lives. Repeatable.
Task<void> expire(App& app, const jobs::Attempt& attempt, const ExpireOrder& in);
/// The order of a succeeded payment becomes paid and its reserved goods sold, unless the store's rules on risk, which now know what the gateway knows,
/// want a person to look (it goes on hold, its goods stay reserved) or refuse it (it is cancelled and the money goes back). Money for an order that cannot take it is given back. Repeatable.
Task<void> on_payment_succeeded(App& app, const jobs::Attempt& attempt, const payments::PaymentSucceeded& news);
/// The order of a buyer who pays at the door goes on without money; its goods stay reserved until they are shipped. Repeatable.
Task<void> on_payment_promised(App& app, const jobs::Attempt& attempt, const payments::PaymentPromised& news);
/// The order of a payment that waits to be captured goes on; its goods stay reserved until they are shipped. Repeatable.
Task<void> on_payment_authorized(App& app, const jobs::Attempt& attempt, const payments::PaymentAuthorized& news);
/// The order of a payment in doubt is put on hold where its goods are still in the house; otherwise staff sees the doubt only. One that waits for its review is
/// held for this when the review has said yes. Repeatable.
Task<void> on_payment_held(App& app, const jobs::Attempt& attempt, const payments::PaymentHeld& news);
/// An order that was held because of its payment goes back to where it was. Holds of other kinds stay. Repeatable.
Task<void> on_payment_released(App& app, const jobs::Attempt& attempt, const payments::PaymentReleased& news);
/// An order on hold goes on, or is cancelled and its money given back, as its review was decided. Repeatable. May talk to the outside.
Task<void> on_review_decided(App& app, const jobs::Attempt& attempt, const risk::ReviewDecided& news);
/// The order of a payment that can no longer succeed is cancelled and its goods released. Repeatable.
Task<void> on_payment_failed(App& app, const jobs::Attempt& attempt, const payments::PaymentFailed& news);

/// The order of a refund that has ended is refunded once all it was paid with is back. Repeatable.
Task<void> on_refund_ended(App& app, const jobs::Attempt& attempt, const payments::RefundEnded& news);

void jobs(jobs::Registry& registry);

}  // namespace vitrine::orders
