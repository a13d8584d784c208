#include "modules/payments/gateways/stripe_card.h"

#include <boost/json.hpp>

#include "modules/payments/gateways/provider_call.h"

namespace vitrine::payments::providers {
namespace {

std::optional<std::string> word(const shape::json::value& from, std::string_view member) {
    auto text = text_at(from, member);
    return text.empty() ? std::nullopt : std::optional(std::move(text));
}

std::optional<risk::CardCheck> check_of(const shape::json::value& checks, std::string_view member) {
    auto text = text_at(checks, member);
    if (text == "pass") return risk::CardCheck::pass;
    if (text == "fail") return risk::CardCheck::fail;
    if (text == "unavailable") return risk::CardCheck::unavailable;
    if (text == "unchecked") return risk::CardCheck::unchecked;
    return {};
}

/// Null where no 3-D Secure was tried; an exemption or an attempt without an answer is no authentication.
bool is_authenticated(const shape::json::value& card) {
    const auto* three_d_secure = member_of(card, "three_d_secure");
    return three_d_secure && three_d_secure->is_object() && text_at(*three_d_secure, "result") == "authenticated";
}

}  // namespace

std::optional<risk::CardFacts> card_of_intent(const shape::json::value& intent) {
    const auto* charge = member_of(intent, "latest_charge");
    const auto* details = charge && charge->is_object() ? member_of(*charge, "payment_method_details") : nullptr;
    const auto* card = details && details->is_object() ? member_of(*details, "card") : nullptr;
    if (!card || !card->is_object()) return {};
    risk::CardFacts out{.fingerprint = word(*card, "fingerprint"), .country = word(*card, "country")};
    if (const auto* checks = member_of(*card, "checks"); checks && checks->is_object()) {
        out.address_check = check_of(*checks, "address_line1_check");
        out.postal_check = check_of(*checks, "address_postal_code_check");
        out.code_check = check_of(*checks, "cvc_check");
    }
    out.is_authenticated = is_authenticated(*card);
    if (const auto* outcome = member_of(*charge, "outcome"); outcome && outcome->is_object()) out.gateway_level = word(*outcome, "risk_level");
    return out;
}

std::string declined_attempt_of(const shape::json::value& intent) {
    const auto* error = member_of(intent, "last_payment_error");
    bool is_decline = error && error->is_object() && text_at(*error, "type") == "card_error";
    return is_decline ? text_at(*error, "charge") : "";
}

}  // namespace vitrine::payments::providers
