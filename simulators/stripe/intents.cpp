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

/// payment_method_options[card][…] as Stripe shows it: what was asked of the bank, and instalments with the plans there are.
boost::json::value options_from(const Params& params, const std::string& currency, boost::json::value before) {
    Object options = before.is_object() ? before.as_object() : Object{};
    Object card = options.contains("card") ? options.at("card").as_object() : Object{{"installments", nullptr}, {"request_three_d_secure", "automatic"}};
    if (auto asked = params.get("payment_method_options[card][request_three_d_secure]")) card["request_three_d_secure"] = *asked;
    if (params.is_true("payment_method_options[card][installments][enabled]")) {
        boost::json::array plans;
        for (int count : {3, 6, 9, 12})
            if (currency == "mxn" || currency == "jpy") plans.emplace_back(Object{{"count", count}, {"interval", "month"}, {"type", "fixed_count"}});
        card["installments"] = Object{{"available_plans", std::move(plans)}, {"enabled", true}, {"plan", nullptr}};
    }
    auto count = Params::whole(params.text("payment_method_options[card][installments][plan][count]"));
    if (count && card["installments"].is_object())
        card["installments"].as_object()["plan"] = Object{{"count", *count}, {"interval", params.get("payment_method_options[card][installments][plan][interval]").value_or("month")},
                                                          {"type", params.get("payment_method_options[card][installments][plan][type]").value_or("fixed_count")}};
    options["card"] = std::move(card);
    return options;
}

std::string asked_proof(const Object& intent) { return std::string(intent.at("payment_method_options").at("card").at("request_three_d_secure").as_string()); }

/// Whether the card's bank asks the shopper before it decides.
bool asks_for_proof(const Object& intent, const Card& card) {
    if (card.proof == Proof::always) return true;
    auto asked = asked_proof(intent);
    return card.proof == Proof::on_demand && (asked == "challenge" || asked == "any");
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
    if (auto asked = params.get("payment_method_options[card][request_three_d_secure]"); asked && *asked != "automatic" && *asked != "any" && *asked != "challenge")
        return invalid("", "Invalid payment_method_options[card][request_three_d_secure]: must be one of any, automatic, or challenge", "payment_method_options[card][request_three_d_secure]");
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
                                {"payment_method_options", options_from(params, amount->currency, nullptr)},
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
    (*intent)["payment_method_options"] = options_from(params, std::string((*intent)["currency"].as_string()), (*intent)["payment_method_options"]);
    if (asks_for_proof(*intent, *card)) return challenge(*intent, *card, params);
    return charge_card(*intent, *card, false);
}

Outcome Account::challenge(Object& intent, const Card& card, const Params& params) {
    auto id = std::string(intent["id"].as_string());
    if (params.is_true("error_on_requires_action"))
        return decline(intent, card, "authentication_required", false);
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
    if (is_passed) {
        auto charged = charge_card(*intent, used, true);
        return charged ? charged : Outcome(*intent);  // a decline after the challenge shows on the intent
    }
    (*intent)["status"] = "requires_payment_method";
    (*intent)["payment_method"] = nullptr;
    (*intent)["last_payment_error"] = Object{{"type", "invalid_request_error"},
                                             {"code", "payment_intent_authentication_failure"},
                                             {"message", "We are unable to authenticate your payment method. Please choose a different payment method and try again."}};
    emit("payment_intent.payment_failed", *intent);
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
