// PaymentIntents: docs.stripe.com/api/payment_intents and /payments/paymentintents/lifecycle.
#include <algorithm>

#include "simulators/stripe/account.h"
#include "simulators/stripe/amounts.h"

namespace vitrine::simulators::stripe {
namespace {

std::string status_of(const Object& intent) { return std::string(intent.at("status").as_string()); }

Object from_map(const std::map<std::string, std::string>& map) {
    Object out;
    for (const auto& [key, value] : map) out[key] = value;
    return out;
}

boost::json::value or_null(const std::optional<std::string>& text) { return text && !text->empty() ? boost::json::value(*text) : boost::json::value(nullptr); }

/// Keys whose new value is empty go away.
void merge_metadata(Object& intent, const Params& params) {
    auto& metadata = intent["metadata"].as_object();
    for (const auto& [key, value] : params.under("metadata")) {
        if (value.empty()) metadata.erase(key);
        else metadata[key] = value;
    }
}

std::unexpected<Error> wrong_state(const Object& intent, std::string_view verb) {
    Error error{400, "invalid_request_error", "payment_intent_unexpected_state",
                "You cannot " + std::string(verb) + " this PaymentIntent because it has a status of " + status_of(intent) + ".", {}};
    error.more["payment_intent"] = intent;
    return std::unexpected(std::move(error));
}

std::optional<Error> unknown_parameter(const Params& params, std::initializer_list<std::string_view> known) {
    auto name = params.unknown(known);
    if (!name) return {};
    return Error{400, "invalid_request_error", "parameter_unknown", "Received unknown parameter: " + *name, *name};
}

/// What the call names as its card: a test payment method, or (browser only) a number.
std::optional<std::string> asked_card(const Params& params) {
    if (auto number = params.get("payment_method_data[card][number]")) return number;
    if (auto method = params.get("payment_method"); method && !method->empty()) return method;
    return {};
}

}  // namespace

Outcome Account::create_intent(const Params& params) {
    if (auto fault = unknown_parameter(params, {"amount", "currency", "automatic_payment_methods", "payment_method_types", "capture_method", "confirmation_method", "customer",
                                                "description", "metadata", "receipt_email", "shipping", "statement_descriptor", "statement_descriptor_suffix", "confirm",
                                                "payment_method", "payment_method_data", "payment_method_options", "return_url", "setup_future_usage", "off_session",
                                                "error_on_requires_action", "expand"}))
        return std::unexpected(*fault);
    auto amount = read_amount(params);
    if (!amount) return std::unexpected(amount.error());
    auto capture_method = params.get("capture_method").value_or("automatic_async");
    if (capture_method != "automatic" && capture_method != "automatic_async" && capture_method != "manual")
        return invalid("", "Invalid capture_method: must be one of automatic, automatic_async, or manual", "capture_method");
    if (auto method = asked_card(params); method && !find_card(*method)) return invalid("resource_missing", "No such PaymentMethod: '" + *method + "'", "payment_method");

    auto id = ids.next("pi_");
    boost::json::array types;
    for (const auto& type : params.list("payment_method_types")) types.emplace_back(type);
    if (types.empty()) types.emplace_back("card");
    auto shipping = params.under("shipping");
    auto& intent = intents.add({{"id", id},
                                {"object", "payment_intent"},
                                {"amount", amount->minor},
                                {"amount_capturable", 0},
                                {"amount_received", 0},
                                {"automatic_payment_methods", params.is_true("automatic_payment_methods[enabled]") ? boost::json::value(Object{{"allow_redirects", "always"}, {"enabled", true}}) : nullptr},
                                {"canceled_at", nullptr},
                                {"cancellation_reason", nullptr},
                                {"capture_method", capture_method},
                                {"client_secret", ids.next(id + "_secret_", 25)},
                                {"confirmation_method", params.get("confirmation_method").value_or("automatic")},
                                {"created", now_s()},
                                {"currency", amount->currency},
                                {"customer", or_null(params.get("customer"))},
                                {"description", or_null(params.get("description"))},
                                {"last_payment_error", nullptr},
                                {"latest_charge", nullptr},
                                {"livemode", false},
                                {"metadata", from_map(params.under("metadata"))},
                                {"next_action", nullptr},
                                {"payment_method", or_null(params.get("payment_method"))},
                                {"payment_method_types", std::move(types)},
                                {"receipt_email", or_null(params.get("receipt_email"))},
                                {"review", nullptr},
                                {"setup_future_usage", or_null(params.get("setup_future_usage"))},
                                {"shipping", shipping.empty() ? boost::json::value(nullptr) : boost::json::value(from_map(shipping))},
                                {"statement_descriptor_suffix", or_null(params.get("statement_descriptor_suffix"))},
                                {"status", asked_card(params) ? "requires_confirmation" : "requires_payment_method"}});
    emit("payment_intent.created", intent);
    if (params.is_true("confirm")) return confirm_intent(id, params);
    return intent;
}

Outcome Account::update_intent(const std::string& id, const Params& params) {
    auto* intent = intents.find(id);
    if (!intent) return missing("payment_intent", id);
    if (auto status = status_of(*intent); status == "succeeded" || status == "canceled") return wrong_state(*intent, "update");
    if (params.get("amount")) {
        auto amount = read_part(params, "amount", 99'999'999, "Amount must be no more than 99999999");
        if (!amount) return std::unexpected(amount.error());
        (*intent)["amount"] = *amount;
    }
    for (auto key : {"description", "receipt_email"})
        if (auto value = params.get(key)) (*intent)[key] = or_null(value);
    merge_metadata(*intent, params);
    return *intent;
}

Outcome Account::confirm_intent(const std::string& id, const Params& params) {
    auto* intent = intents.find(id);
    if (!intent) return missing("payment_intent", id);
    auto status = status_of(*intent);
    if (status != "requires_payment_method" && status != "requires_confirmation" && status != "requires_action") return wrong_state(*intent, "confirm");
    auto asked = asked_card(params);
    if (!asked && (*intent)["payment_method"].is_string()) asked = std::string((*intent)["payment_method"].as_string());
    if (!asked) return invalid("", "You cannot confirm this PaymentIntent because it's missing a payment method.", "payment_method");
    auto card = find_card(*asked);
    if (!card) {
        bool is_number = params.get("payment_method_data[card][number]").has_value();
        if (!is_number) return invalid("resource_missing", "No such PaymentMethod: '" + *asked + "'", "payment_method");
        return std::unexpected(Error{402, "card_error", "incorrect_number", "Your card number is incorrect.", "number"});
    }
    (*intent)["payment_method"] = asked->starts_with("pm_") ? *asked : ids.next("pm_");
    (*intent)["last_payment_error"] = nullptr;
    if (card->fate == CardFate::challenged) return challenge(*intent, *card, params);
    if (card->fate == CardFate::declined)
        return decline(*intent, *card, card->decline_code == "expired_card" ? "expired_card" : "card_declined", card->decline_code, "Your card was declined.");
    return approve(*intent, *card, false);
}

Outcome Account::challenge(Object& intent, const Card& card, const Params& params) {
    auto id = std::string(intent["id"].as_string());
    if (params.is_true("error_on_requires_action"))
        return decline(intent, card, "authentication_required", "authentication_required", "Your card was declined. This transaction requires authentication.");
    cards_in_challenge_[id] = card;
    intent["status"] = "requires_action";
    auto path = "/_browser/challenge?intent=" + id;
    if (auto return_url = params.get("return_url"); return_url && !params.get("use_stripe_sdk"))
        intent["next_action"] = Object{{"type", "redirect_to_url"}, {"redirect_to_url", Object{{"url", call.origin + path}, {"return_url", *return_url}}}};
    else
        intent["next_action"] = Object{{"type", "use_stripe_sdk"}, {"use_stripe_sdk", Object{{"type", "three_d_secure_redirect"}, {"stripe_js", path}}}};
    emit("payment_intent.requires_action", intent);
    return intent;
}

Outcome Account::end_challenge(const std::string& id, bool is_passed) {
    auto* intent = intents.find(id);
    if (!intent) return missing("payment_intent", id);
    auto card = cards_in_challenge_.find(id);
    if (status_of(*intent) != "requires_action" || card == cards_in_challenge_.end()) return wrong_state(*intent, "authenticate");
    auto used = card->second;
    cards_in_challenge_.erase(card);
    (*intent)["next_action"] = nullptr;
    if (is_passed) return approve(*intent, used, true);
    (*intent)["status"] = "requires_payment_method";
    (*intent)["payment_method"] = nullptr;
    (*intent)["last_payment_error"] = Object{{"type", "invalid_request_error"},
                                             {"code", "payment_intent_authentication_failure"},
                                             {"message", "We are unable to authenticate your payment method. Please choose a different payment method and try again."}};
    emit("payment_intent.payment_failed", *intent);
    return *intent;
}

Object& Account::add_charge(const Object& intent, const Card& card, bool is_paid, bool was_challenged) {
    bool is_captured = is_paid && intent.at("capture_method").as_string() != "manual";
    auto amount = intent.at("amount").as_int64();
    Object three_d_secure{{"result", "authenticated"}, {"version", "2.2.0"}, {"authentication_flow", "challenge"}};
    return charges.add({{"id", ids.next("ch_")},
                        {"object", "charge"},
                        {"amount", amount},
                        {"amount_captured", is_captured ? amount : 0},
                        {"amount_refunded", 0},
                        {"captured", is_captured},
                        {"created", now_s()},
                        {"currency", intent.at("currency")},
                        {"disputed", false},
                        {"failure_code", is_paid ? boost::json::value(nullptr) : "card_declined"},
                        {"livemode", false},
                        {"metadata", intent.at("metadata")},
                        {"outcome", Object{{"network_status", is_paid ? "approved_by_network" : "declined_by_network"},
                                           {"reason", is_paid ? boost::json::value(nullptr) : boost::json::value(card.decline_code)},
                                           {"risk_level", "normal"},
                                           {"seller_message", is_paid ? "Payment complete." : "The bank did not approve the payment."},
                                           {"type", is_paid ? "authorized" : "issuer_declined"}}},
                        {"paid", is_paid},
                        {"payment_intent", intent.at("id")},
                        {"payment_method", intent.at("payment_method")},
                        {"payment_method_details", Object{{"type", "card"},
                                                          {"card", Object{{"brand", card.brand},
                                                                          {"last4", card.last4()},
                                                                          {"three_d_secure", was_challenged ? boost::json::value(three_d_secure) : boost::json::value(nullptr)}}}}},
                        {"refunded", false},
                        {"status", is_paid ? "succeeded" : "failed"}});
}

Outcome Account::approve(Object& intent, const Card& card, bool was_challenged) {
    auto& charge = add_charge(intent, card, true, was_challenged);
    bool is_manual = intent["capture_method"].as_string() == "manual";
    intent["latest_charge"] = charge["id"];
    intent["status"] = is_manual ? "requires_capture" : "succeeded";
    intent[is_manual ? "amount_capturable" : "amount_received"] = intent["amount"];
    emit("charge.succeeded", charge);
    emit(is_manual ? "payment_intent.amount_capturable_updated" : "payment_intent.succeeded", intent);
    after_payment(charge, card);
    return intent;
}

Outcome Account::decline(Object& intent, const Card& card, std::string code, std::string decline_code, std::string message) {
    auto& charge = add_charge(intent, card, false, false);
    Object fault{{"type", "card_error"}, {"code", code}, {"decline_code", decline_code}, {"message", message}, {"charge", charge["id"]}};
    intent["latest_charge"] = charge["id"];
    intent["status"] = "requires_payment_method";
    intent["payment_method"] = nullptr;
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
    if (status_of(*intent) != "requires_capture") return wrong_state(*intent, "capture");
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

Outcome Account::cancel_intent(const std::string& id, const Params& params) {
    auto* intent = intents.find(id);
    if (!intent) return missing("payment_intent", id);
    auto status = status_of(*intent);
    if (status == "succeeded" || status == "canceled" || status == "processing") return wrong_state(*intent, "cancel");
    (*intent)["status"] = "canceled";
    (*intent)["canceled_at"] = now_s();
    (*intent)["amount_capturable"] = 0;
    (*intent)["cancellation_reason"] = or_null(params.get("cancellation_reason"));
    (*intent)["next_action"] = nullptr;
    cards_in_challenge_.erase(id);
    emit("payment_intent.canceled", *intent);
    return *intent;
}

}  // namespace vitrine::simulators::stripe
