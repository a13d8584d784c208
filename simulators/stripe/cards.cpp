#include "simulators/stripe/cards.h"

#include <algorithm>
#include <array>

namespace vitrine::simulators::stripe {
namespace {

struct Known {
    std::string_view number, name;
    CardFate fate;
    std::string_view word = {};   ///< decline code, or the reason of a dispute
    std::string_view brand = "visa";
    Proof proof = Proof::on_demand;
};
constexpr std::array known{
    Known{"4242424242424242", "pm_card_visa", CardFate::approved},
    Known{"5555555555554444", "pm_card_mastercard", CardFate::approved, "", "mastercard"},
    Known{"378282246310005", "pm_card_amex", CardFate::approved, "", "amex", Proof::never},
    Known{"4000004840008001", "pm_card_mx", CardFate::approved},
    Known{"4000003920000003", "pm_card_jp", CardFate::approved},
    Known{"4000000000000002", "pm_card_chargeDeclined", CardFate::declined, "generic_decline"},
    Known{"4000000000009995", "pm_card_chargeDeclinedInsufficientFunds", CardFate::declined, "insufficient_funds"},
    Known{"4000000000009987", "pm_card_chargeDeclinedLostCard", CardFate::declined, "lost_card"},
    Known{"4000000000009979", "pm_card_chargeDeclinedStolenCard", CardFate::declined, "stolen_card"},
    Known{"4000000000000069", "pm_card_chargeDeclinedExpiredCard", CardFate::declined, "expired_card"},
    Known{"4000000000000127", "pm_card_chargeDeclinedIncorrectCvc", CardFate::declined, "incorrect_cvc"},
    Known{"4000000000000119", "pm_card_chargeDeclinedProcessingError", CardFate::declined, "processing_error"},
    Known{"4100000000000019", "pm_card_radarBlock", CardFate::blocked, "fraudulent"},
    Known{"4000000000009235", "pm_card_riskLevelElevated", CardFate::approved_then_reviewed},
    Known{"4000002760003184", "pm_card_authenticationRequired", CardFate::approved, "", "visa", Proof::always},
    Known{"4000000000003220", "pm_card_threeDSecure2Required", CardFate::approved, "", "visa", Proof::always},
    Known{"4000008260003178", "pm_card_authenticationRequiredChargeDeclinedInsufficientFunds", CardFate::declined, "insufficient_funds", "visa", Proof::always},
    Known{"4000008400001629", "pm_card_threeDSecureRequiredChargeDeclined", CardFate::declined, "generic_decline", "visa", Proof::always},
    Known{"4000000000005423", "pm_card_createIssuerFraudRecord", CardFate::approved_then_warned},
    Known{"4000000000000259", "pm_card_createDispute", CardFate::approved_then_disputed, "fraudulent"},
    Known{"4000000000002685", "pm_card_createDisputeProductNotReceived", CardFate::approved_then_disputed, "product_not_received"},
    Known{"4000000000001976", "pm_card_createDisputeInquiry", CardFate::approved_then_asked, "fraudulent"},
};

/// ISO/IEC 7812-1 annex B.
bool has_check_digit(std::string_view digits) {
    int sum = 0;
    for (size_t i = 0; i < digits.size(); ++i) {
        int digit = digits[digits.size() - 1 - i] - '0';
        if (i % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0;
}

Card made_from(const Known& found) { return {std::string(found.number), found.fate, std::string(found.word), std::string(found.brand), found.proof}; }

}  // namespace

std::optional<Card> find_card(std::string_view asked) {
    for (const auto& one : known)
        if (one.name == asked) return made_from(one);
    std::string digits(asked);
    std::erase(digits, ' ');
    for (const auto& one : known)
        if (one.number == digits) return made_from(one);
    bool is_number = digits.size() >= 12 && digits.size() <= 19 && std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!is_number || !has_check_digit(digits)) return {};
    return Card{.number = digits};
}

DeclineWords decline_words(std::string_view decline_code) {
    if (decline_code == "insufficient_funds") return {"card_declined", "Your card has insufficient funds."};
    if (decline_code == "expired_card") return {"expired_card", "Your card has expired."};
    if (decline_code == "incorrect_cvc") return {"incorrect_cvc", "Your card's security code is incorrect."};
    if (decline_code == "processing_error") return {"processing_error", "An error occurred while processing your card. Try again in a little bit."};
    if (decline_code == "authentication_required") return {"authentication_required", "Your card was declined. This transaction requires authentication."};
    return {"card_declined", "Your card was declined."};
}

}  // namespace vitrine::simulators::stripe
