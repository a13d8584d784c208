#pragma once
// The test cards of docs.stripe.com/testing that this simulator knows.
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::simulators::stripe {

enum class CardFate {
    approved,
    declined,              ///< by the bank, with decline_code
    blocked,               ///< by Radar, before the bank is asked
    approved_then_warned,  ///< an early fraud warning follows
    approved_then_disputed,
    approved_then_asked,   ///< an inquiry follows: a dispute that takes no money yet
    approved_then_reviewed,
};
/// What the card's bank makes of 3-D Secure.
enum class Proof { on_demand, always, never };

struct Card {
    std::string number;          ///< digits only; never leaves the simulator
    CardFate fate = CardFate::approved;
    std::string decline_code = {};   ///< of declined ones; of disputed ones the reason
    std::string brand = "visa";
    Proof proof = Proof::on_demand;
    std::string last4() const { return number.substr(number.size() - 4); }
};

/// By number (spaces allowed) or by the name of a test payment method ("pm_card_visa"). Nothing for a number that fails its check digit or an unknown name.
std::optional<Card> find_card(std::string_view number_or_name);

/// `code` and `message` of the card_error for a decline code (docs.stripe.com/declines/codes).
struct DeclineWords {
    std::string code, message;
};
DeclineWords decline_words(std::string_view decline_code);

}  // namespace vitrine::simulators::stripe
