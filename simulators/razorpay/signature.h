#pragma once
#include <string>
#include <string_view>

namespace vitrine::simulators::razorpay {

/// X-Razorpay-Signature: lower-case hex HMAC-SHA256 of the raw body, keyed with the webhook's secret. Source: razorpay.com/docs/webhooks/validate-test;
/// the official Node SDK's validateWebhookSignature accepts it.
std::string webhook_signature(std::string_view secret, std::string_view body);

/// What checkout gives the shop: lower-case hex HMAC-SHA256 of "order_id|payment_id", keyed with the key secret. Source: razorpay.com/docs/payments/
/// payment-gateway/web-integration/standard; the Node SDK's validatePaymentVerification accepts it.
std::string payment_signature(std::string_view key_secret, std::string_view order, std::string_view payment);

}  // namespace vitrine::simulators::razorpay
