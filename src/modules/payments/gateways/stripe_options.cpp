#include "modules/payments/gateways/stripe_options.h"

namespace vitrine::payments::providers {
namespace {

bool has_instalments(Currency currency) { return currency.code() == "MXN" || currency.code() == "JPY"; }

}  // namespace

bool needs_challenge(const Charge& charge, const Values& values) {
    if (charge.wants_challenge) return true;
    auto threshold = values.money("stripe_three_d_secure_above");
    if (!threshold) return false;
    return threshold->currency != charge.amount().currency || charge.amount().minor > threshold->minor;
}

bool takes_later(const Values& values) { return values.text("stripe_capture") != "automatic"; }

shape::Fields card_options(const Charge& charge, const Values& values) {
    shape::Fields out;
    if (needs_challenge(charge, values)) out.emplace_back("payment_method_options[card][request_three_d_secure]", "challenge");
    if (values.text("stripe_instalments") == "yes" && has_instalments(charge.amount().currency)) out.emplace_back("payment_method_options[card][installments][enabled]", "true");
    return out;
}

}  // namespace vitrine::payments::providers
