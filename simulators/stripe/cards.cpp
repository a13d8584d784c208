#include "simulators/stripe/cards.h"

#include <algorithm>
#include <array>

namespace vitrine::simulators::stripe {
namespace {

struct Known {
    std::string_view number, name;
    CardFate fate;
    std::string_view decline_code = {};
    std::string_view brand = "visa";
};
constexpr std::array known{
    Known{"4242424242424242", "pm_card_visa", CardFate::approved},
    Known{"5555555555554444", "pm_card_mastercard", CardFate::approved, "", "mastercard"},
    Known{"4000000000000002", "pm_card_chargeDeclined", CardFate::declined, "generic_decline"},
    Known{"4000000000009995", "pm_card_chargeDeclinedInsufficientFunds", CardFate::declined, "insufficient_funds"},
    Known{"4000000000009987", "pm_card_chargeDeclinedLostCard", CardFate::declined, "lost_card"},
    Known{"4000000000000069", "pm_card_chargeDeclinedExpiredCard", CardFate::declined, "expired_card"},
    Known{"4000002760003184", "pm_card_authenticationRequired", CardFate::challenged},
    Known{"4000000000005423", "pm_card_earlyFraudWarning", CardFate::approved_then_warned},
    Known{"4000000000000259", "pm_card_createDispute", CardFate::approved_then_disputed},
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

Card made_from(const Known& found) { return {std::string(found.number), found.fate, std::string(found.decline_code), std::string(found.brand)}; }

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
    return Card{digits, CardFate::approved, "", "visa"};
}

}  // namespace vitrine::simulators::stripe
