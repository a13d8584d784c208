#pragma once
// What a Stripe charge says about the card that paid (docs.stripe.com/api/charges/object: payment_method_details.card, outcome). Pure.
#include "modules/payments/gateway.h"

namespace vitrine::payments::providers {

/// Of an intent whose latest_charge was expanded; nothing while it is only named, and for what is no card.
std::optional<risk::CardFacts> card_of_intent(const shape::json::value& intent);

/// What Stripe calls the attempt that was declined last: the charge that failed.
std::string declined_attempt_of(const shape::json::value& intent);

}  // namespace vitrine::payments::providers
