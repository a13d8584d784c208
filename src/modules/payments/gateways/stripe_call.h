#pragma once
// One call to Stripe's API with the retry rule of its official SDK (stripe-node 23.1.0; docs.stripe.com/api/errors, /api/idempotent_requests).
#include "modules/payments/gateway.h"

namespace vitrine::payments::providers {

struct StripeCall {
    std::string method, path;        ///< "POST", "/v1/payment_intents"
    shape::Fields form;
    std::string idempotency_key;     ///< on POST; empty: the call is repeatable by nature
};

/// Sends and reads the JSON answer. A timeout, a broken connection, 409, 429 and 5xx end as `unknown` once the tries are used up; so do a bad key
/// and a reused idempotency key, which are our faults and say nothing about the money. 400 and 402 are `refused`. Never past ctx.deadline.
Task<Answer<shape::json::value>> stripe_call(App& app, Ctx ctx, StripeCall call);

/// How a status and error body are to be understood. Pure.
GatewayFault stripe_fault(int status, std::string_view body);

/// Whether the SDK would try again: the header Stripe-Should-Retry decides, else a broken connection, 409 and 5xx. Pure.
bool stripe_worth_retrying(const web::Answer& answer);

/// The wait before try `n` + 1 (n from 1): min(0.5 s * 2^(n-1), 5 s) times a factor between 0.5 and 1, at least 0.5 s. `dice` below 500,000.
Duration stripe_retry_wait(int n, std::uint64_t dice);

}  // namespace vitrine::payments::providers
