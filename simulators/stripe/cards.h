#pragma once
// The test cards of docs.stripe.com/testing that this simulator knows.
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::simulators::stripe {

enum class CardFate { approved, declined, challenged, approved_then_warned, approved_then_disputed };

struct Card {
    std::string number;          ///< digits only; never leaves the simulator
    CardFate fate = CardFate::approved;
    std::string decline_code;    ///< of declined ones
    std::string brand = "visa";
    std::string last4() const { return number.substr(number.size() - 4); }
};

/// By number (spaces allowed) or by the name of a test payment method ("pm_card_visa"). Nothing for a number that fails its check digit or an unknown name.
std::optional<Card> find_card(std::string_view number_or_name);

}  // namespace vitrine::simulators::stripe
