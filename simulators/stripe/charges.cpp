// What happens between an intent and its money: the charge, its decline, its capture.
#include "simulators/stripe/account.h"
#include "simulators/stripe/amounts.h"

namespace vitrine::simulators::stripe {
namespace {

constexpr std::int64_t capture_window_s = 7 * 86'400;

bool is_manual(const Object& intent) { return intent.at("capture_method").as_string() == "manual"; }

boost::json::value null_if(bool is_null, boost::json::value value) { return is_null ? boost::json::value(nullptr) : std::move(value); }

Object outcome_of(const Card& card, bool is_paid) {
    bool is_blocked = !is_paid && card.fate == CardFate::blocked, is_risky = card.fate == CardFate::approved_then_reviewed;
    return {{"network_status", is_paid ? "approved_by_network" : is_blocked ? "not_sent_to_network" : "declined_by_network"},
            {"reason", is_blocked ? boost::json::value("highest_risk_level") : is_paid ? null_if(!is_risky, "elevated_risk_level") : boost::json::value(card.decline_code)},
            {"risk_level", is_blocked ? "highest" : is_risky ? "elevated" : "normal"},
            {"risk_score", is_blocked ? 90 : is_risky ? 70 : 12},
            {"seller_message", is_paid ? "Payment complete." : is_blocked ? "Stripe blocked this payment as too risky." : "The bank did not approve the payment."},
            {"type", is_blocked ? "blocked" : is_paid ? is_risky ? "manual_review" : "authorized" : "issuer_declined"}};
}

/// The plan that was confirmed with, on the charge as on the real one.
boost::json::value plan_of(const Object& intent) {
    const auto* card = intent.at("payment_method_options").as_object().if_contains("card");
    const auto* instalments = card && card->is_object() ? card->as_object().if_contains("installments") : nullptr;
    if (!instalments || !instalments->is_object()) return nullptr;
    const auto& plan = instalments->as_object().at("plan");
    return plan.is_null() ? boost::json::value(nullptr) : boost::json::value(Object{{"plan", plan}});
}

std::unexpected<Error> refuse_state(const Object& intent, std::string_view verb) {
    auto status = std::string(intent.at("status").as_string());
    Error error{400, "invalid_request_error", "payment_intent_unexpected_state", "This PaymentIntent could not be " + std::string(verb) + " because it has a status of " + status + ".", {}};
    error.more["payment_intent"] = intent;
    return std::unexpected(std::move(error));
}

}  // namespace

Object& Account::add_charge(const Object& intent, const Card& card, bool is_paid, bool was_challenged) {
    bool is_captured = is_paid && !is_manual(intent);
    auto amount = intent.at("amount").as_int64();
    auto result = was_challenged ? "authenticated" : "not_supported";
    bool was_asked = was_challenged || card.proof == Proof::never;
    Object three_d_secure{{"result", result}, {"version", "2.2.0"}, {"authentication_flow", null_if(!was_challenged, "challenge")}};
    Object details{{"brand", card.brand}, {"last4", card.last4()}, {"installments", plan_of(intent)}, {"three_d_secure", null_if(!was_asked, three_d_secure)}};
    if (is_paid && !is_captured) details["capture_before"] = now_s() + capture_window_s;
    return charges.add({{"id", ids.next("ch_")},
                        {"object", "charge"},
                        {"amount", amount},
                        {"amount_captured", is_captured ? amount : 0},
                        {"amount_refunded", 0},
                        {"captured", is_captured},
                        {"created", now_s()},
                        {"currency", intent.at("currency")},
                        {"disputed", false},
                        {"failure_code", null_if(is_paid, boost::json::value(decline_words(card.decline_code).code))},
                        {"livemode", false},
                        {"metadata", intent.at("metadata")},
                        {"outcome", outcome_of(card, is_paid)},
                        {"paid", is_paid},
                        {"payment_intent", intent.at("id")},
                        {"payment_method", intent.at("payment_method")},
                        {"payment_method_details", Object{{"type", "card"}, {"card", std::move(details)}}},
                        {"refunded", false},
                        {"review", nullptr},
                        {"status", is_paid ? "succeeded" : "failed"}});
}

Outcome Account::charge_card(Object& intent, const Card& card, bool was_challenged) {
    auto told = faults_.take("payment_intents.confirm", FaultKind::decline);
    if (told) return decline(intent, card, told->code.value_or("generic_decline"), was_challenged);
    if (card.fate == CardFate::declined || card.fate == CardFate::blocked) return decline(intent, card, card.decline_code, was_challenged);
    return approve(intent, card, was_challenged);
}

Outcome Account::approve(Object& intent, const Card& card, bool was_challenged) {
    if (faults_.take("payment_intents.confirm", FaultKind::wrong_amount)) intent["amount"] = intent["amount"].as_int64() - 100;
    auto& charge = add_charge(intent, card, true, was_challenged);
    intent["latest_charge"] = charge["id"];
    intent["next_action"] = nullptr;
    if (faults_.take("payment_intents.confirm", FaultKind::pending)) {
        intent["status"] = "processing";
        charge["status"] = "pending";
        emit("payment_intent.processing", intent);
        return intent;
    }
    settle_intent(intent, charge);
    after_payment(charge, card);
    return *intents.find(std::string(intent["id"].as_string()));
}

/// The bank has said yes.
void Account::settle_intent(Object& intent, Object& charge) {
    charge["status"] = "succeeded";
    intent["status"] = is_manual(intent) ? "requires_capture" : "succeeded";
    intent[is_manual(intent) ? "amount_capturable" : "amount_received"] = intent["amount"];
    emit("charge.succeeded", charge);
    emit(is_manual(intent) ? "payment_intent.amount_capturable_updated" : "payment_intent.succeeded", intent);
}

Outcome Account::decline(Object& intent, const Card& card, const std::string& decline_code, bool was_challenged) {
    auto declined = card;
    declined.decline_code = decline_code;
    auto& charge = add_charge(intent, declined, false, was_challenged);
    auto [code, message] = decline_words(decline_code);
    Object fault{{"type", "card_error"}, {"code", code}, {"decline_code", decline_code}, {"message", message}, {"charge", charge["id"]}, {"doc_url", "https://stripe.com/docs/error-codes/" + code}};
    intent["latest_charge"] = charge["id"];
    intent["status"] = "requires_payment_method";
    intent["payment_method"] = nullptr;
    intent["next_action"] = nullptr;
    intent["last_payment_error"] = fault;
    emit("charge.failed", charge);
    emit("payment_intent.payment_failed", intent);
    Error error{402, "card_error", std::move(code), std::move(message), {}};
    error.more = {{"decline_code", decline_code}, {"charge", charge["id"]}, {"payment_intent", intent}};
    return std::unexpected(std::move(error));
}

Outcome Account::capture_intent(const std::string& id, const Params& params) {
    auto* intent = intents.find(id);
    if (!intent) return missing("payment_intent", id);
    if ((*intent)["status"].as_string() != "requires_capture") return refuse_state(*intent, "captured");
    auto capturable = (*intent)["amount_capturable"].as_int64();
    auto captured = capturable;
    if (params.get("amount_to_capture")) {
        auto part = read_part(params, "amount_to_capture", capturable, "The amount to capture is greater than the amount you can capture for this charge.");
        if (!part) return std::unexpected(part.error());
        captured = *part;
    }
    (*intent)["status"] = "succeeded";
    (*intent)["amount_received"] = captured;
    (*intent)["amount_capturable"] = 0;
    auto& charge = *charges.find(std::string((*intent)["latest_charge"].as_string()));
    charge["captured"] = true;
    charge["amount_captured"] = captured;
    emit("charge.captured", charge);
    emit("payment_intent.succeeded", *intent);
    return *intent;
}

Outcome Account::end_intent(const std::string& id, const std::string& how) {
    auto* intent = intents.find(id);
    if (!intent) return missing("payment_intent", id);
    auto status = std::string((*intent)["status"].as_string());
    if (how == "lapsed") {
        if (status != "requires_capture") return refuse_state(*intent, "expired");
        auto& charge = *charges.find(std::string((*intent)["latest_charge"].as_string()));
        charge["refunded"] = true;
        emit("charge.expired", charge);
        (*intent)["status"] = "canceled";
        (*intent)["canceled_at"] = now_s();
        (*intent)["amount_capturable"] = 0;
        (*intent)["cancellation_reason"] = "automatic";
        emit("payment_intent.canceled", *intent);
        return *intent;
    }
    if (status != "processing") return refuse_state(*intent, "ended");
    auto& charge = *charges.find(std::string((*intent)["latest_charge"].as_string()));
    if (how == "succeeded") {
        settle_intent(*intent, charge);
        return *intent;
    }
    if (how != "failed") return invalid("", "An intent ends as succeeded, failed or lapsed.", "status");
    charge["status"] = "failed";
    charge["paid"] = false;
    (*intent)["status"] = "requires_payment_method";
    (*intent)["last_payment_error"] = Object{{"type", "card_error"}, {"code", "card_declined"}, {"decline_code", "generic_decline"}, {"message", "Your card was declined."}, {"charge", charge["id"]}};
    emit("payment_intent.payment_failed", *intent);
    return *intent;
}

}  // namespace vitrine::simulators::stripe
