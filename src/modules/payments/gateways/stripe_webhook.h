#pragma once
// Stripe's webhook messages: the signature (docs.stripe.com/webhooks, scheme v1) and the little we read of an event.
#include "modules/payments/gateway.h"

namespace vitrine::payments::providers {

/// Whether `header` (Stripe-Signature) signs exactly `body` with one of `secrets` (comma separated, so that one may be rolled), within
/// `tolerance` of `now` on either side. Compared in constant time. Pure.
bool stripe_signature_fits(std::string_view header, std::string_view body, std::string_view secrets, Instant now, Duration tolerance = 300s);

/// Reads a signed event. Never refuses: what cannot be read has an oddity and the hash of its bytes for an id. Pure.
WebhookEvent read_stripe_event(std::string_view body);

}  // namespace vitrine::payments::providers
