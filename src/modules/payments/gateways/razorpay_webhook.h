#pragma once
// What Razorpay signs, and the little we read of it (razorpay.com/docs/webhooks; /docs/payments/payment-gateway/web-integration/standard).
#include "modules/payments/gateway.h"

namespace vitrine::payments::providers {

/// Whether `signature` (X-Razorpay-Signature) is lower-case hex HMAC-SHA256 over the raw body under one of `secrets`. There is no time in it: the
/// event's id is what protects from replays. In constant time. Pure.
bool razorpay_webhook_fits(std::string_view signature, std::string_view body, std::string_view secrets);

/// Whether `signature` says that this payment was authorised for this order: HMAC-SHA256 over "order_id|payment_id", keyed with the key secret. Pure.
bool razorpay_payment_fits(std::string_view signature, std::string_view order, std::string_view payment, std::string_view key_secrets);

/// Reads a signed event. `event_id` is the header x-razorpay-event-id. Never refuses: what cannot be read has an oddity. Pure.
WebhookEvent read_razorpay_event(std::string_view event_id, std::string_view body);

/// Reads what checkout posted to the callback address, after the signature was found good, or the error it posted instead (unsigned). Refuses payments.return_refused.
Result<ReturnHint> read_razorpay_return(const shape::Fields& fields, std::string_view key_secrets);

}  // namespace vitrine::payments::providers
