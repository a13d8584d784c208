#pragma once
// What Stripe's objects say about money, in our words (docs.stripe.com/api/payment_intents/object, /api/checkout/sessions/object). Pure.
#include "modules/payments/gateway.h"

namespace vitrine::payments::providers {

/// The currency and an amount of an object. std::runtime_error when they cannot be read.
Currency stripe_currency(const shape::json::value& from);
Money stripe_money(const shape::json::value& from, std::string_view member);

/// Of a paid or authorised intent the latest charge must have been expanded: without it, proof that was asked for counts as missing. std::runtime_error for a status or an amount we cannot read: then nothing is decided, and a person has to look.
Truth truth_of_intent(const shape::json::value& intent);
/// Its intent's truth once it has one (it must have been expanded), else its own.
Truth truth_of_session(const shape::json::value& session);

/// Whether a reference is of a Checkout Session ("cs_…") and not of a payment intent.
bool is_session(std::string_view reference);
std::string stripe_path(const std::string& reference);

}  // namespace vitrine::payments::providers
