#pragma once
// One call to Razorpay's API (razorpay.com/docs/api; the official Node SDK 2.9.8).
#include "modules/payments/gateway.h"

namespace vitrine::payments::providers {

struct RazorpayCall {
    std::string method = "GET", path;    ///< "/v1/orders"
    std::string json = {};               ///< of a POST or PATCH
    std::string idempotency_key = {};    ///< of a refund: X-Refund-Idempotency
    bool is_repeatable = true;           ///< false: doing it twice does it twice, so it is sent again only when it was turned away at the door (429)
};

/// Sends and reads the JSON answer. A timeout, a broken connection, 409, 429 and 5xx end as `unknown` once the tries are used up; so does a bad key,
/// which is our fault and says nothing about the money. Other 400s are `refused`, but for an id that Razorpay does not know. Never past ctx.deadline.
Task<Answer<shape::json::value>> razorpay_call(App& app, Ctx ctx, RazorpayCall call);

/// How a status and error body are to be understood. Pure.
GatewayFault razorpay_fault(int status, std::string_view body);

}  // namespace vitrine::payments::providers
