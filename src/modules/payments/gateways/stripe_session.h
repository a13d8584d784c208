#pragma once
// Stripe's hosted page for browsers without scripts: a Checkout Session beside the payment intent (docs.stripe.com/api/checkout/sessions).
#include "modules/payments/gateway.h"

namespace vitrine::payments::providers {

/// Opens a session for the charge, or finds the open one again. Its reference is the session's id.
Task<Answer<Started>> open_session(App& app, Ctx ctx, Charge charge);
/// Where a session stands, its payment intent included.
Task<Answer<Truth>> look_at_session(App& app, Ctx ctx, std::string reference);

}  // namespace vitrine::payments::providers
