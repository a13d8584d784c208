#pragma once
// What a store's settings make of a card payment at Stripe: proof by the buyer's bank, instalments, when the money is taken.
#include "modules/payments/gateway.h"

namespace vitrine::payments::providers {

/// Whether the buyer's bank has to ask for proof: above the store's threshold, in a currency the threshold does not speak of, or when the charge itself
/// wants it. Pure.
bool needs_challenge(const Charge& charge, const Values& values);

/// Whether money is authorised first and taken on demand. Pure.
bool takes_later(const Values& values);

/// `payment_method_options[card]…` of an intent or a Checkout Session (docs.stripe.com/payments/3d-secure/authentication-flow; /payments/mx-installments,
/// /payments/jp-installments: the two currencies that Stripe has card instalments in). Pure.
shape::Fields card_options(const Charge& charge, const Values& values);

}  // namespace vitrine::payments::providers
