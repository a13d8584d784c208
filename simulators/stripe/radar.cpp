// Early fraud warnings and reviews (docs.stripe.com/api/radar), and what some test cards bring after the payment.
#include "simulators/stripe/account.h"

namespace vitrine::simulators::stripe {

void Account::after_payment(const Object& charge, const Card& card) {
    if (card.fate == CardFate::approved_then_warned) {
        const auto& warning = warnings.add({{"id", ids.next("issfr_")},
                                            {"object", "radar.early_fraud_warning"},
                                            {"actionable", true},
                                            {"charge", charge.at("id")},
                                            {"created", now_s()},
                                            {"fraud_type", "misc"},
                                            {"livemode", false},
                                            {"payment_intent", charge.at("payment_intent")}});
        emit("radar.early_fraud_warning.created", warning);
    }
    if (card.fate == CardFate::approved_then_reviewed) {
        auto& review = reviews.add({{"id", ids.next("prv_")},
                                    {"object", "review"},
                                    {"charge", charge.at("id")},
                                    {"closed_reason", nullptr},
                                    {"created", now_s()},
                                    {"ip_address", "203.0.113.7"},
                                    {"ip_address_location", nullptr},
                                    {"livemode", false},
                                    {"open", true},
                                    {"opened_reason", "rule"},
                                    {"payment_intent", charge.at("payment_intent")},
                                    {"reason", "rule"},
                                    {"session", nullptr}});
        intents.find(std::string(charge.at("payment_intent").as_string()))->insert_or_assign("review", review.at("id"));
        emit("review.opened", review);
    }
    bool is_question = card.fate == CardFate::approved_then_asked;
    if (card.fate == CardFate::approved_then_disputed || is_question) open_dispute(charge, card, is_question);
}

Outcome Account::approve_review(const std::string& id) { return end_review(id, "approved"); }

Outcome Account::end_review(const std::string& id, const std::string& reason) {
    auto* review = reviews.find(id);
    if (!review) return missing("review", id);
    if (!review->at("open").as_bool()) return invalid("", "This review has already been closed.");
    (*review)["open"] = false;
    (*review)["reason"] = reason;
    (*review)["closed_reason"] = reason;
    emit("review.closed", *review);
    return *review;
}

}  // namespace vitrine::simulators::stripe
