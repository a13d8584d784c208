// Checkout Sessions with the hosted page: docs.stripe.com/api/checkout/sessions.
#include "simulators/stripe/account.h"

namespace vitrine::simulators::stripe {
namespace {

constexpr std::int64_t default_life_s = 86'400;

/// What the session's intent will be made with: payment_intent_data[metadata][key], payment_intent_data[capture_method], payment_method_options[…].
shape::Fields for_intent(const Params& params) {
    constexpr std::string_view metadata = "metadata][";
    shape::Fields out;
    for (const auto& [key, value] : params.under("payment_intent_data")) {
        if (key.starts_with(metadata)) out.emplace_back("metadata[" + key.substr(metadata.size()) + "]", value);
        else out.emplace_back(key, value);
    }
    for (const auto& [key, value] : params.under("payment_method_options")) out.emplace_back("payment_method_options[" + key + "]", value);
    return out;
}

}  // namespace

Outcome Account::create_session(const Params& params, const std::string& origin) {
    if (params.get("mode").value_or("payment") != "payment") return invalid("", "Only mode=payment is simulated.", "mode");
    if (!params.get("success_url")) return invalid("parameter_missing", "Missing required param: success_url.", "success_url");
    std::int64_t total = 0;
    std::string currency;
    for (int i = 0;; ++i) {
        auto line = "line_items[" + std::to_string(i) + "]";
        auto price = params.get(line + "[price_data][unit_amount]");
        if (!price) break;
        auto unit = Params::whole(*price), quantity = Params::whole(params.get(line + "[quantity]").value_or("1"));
        if (!unit || !quantity || *unit < 0 || *quantity < 1) return invalid("parameter_invalid_integer", "Invalid integer", line + "[price_data][unit_amount]");
        total += *unit * *quantity;
        currency = params.text(line + "[price_data][currency]");
    }
    if (currency.empty()) return invalid("parameter_missing", "Missing required param: line_items.", "line_items");
    Object metadata;
    for (const auto& [key, value] : params.under("metadata")) metadata[key] = value;
    auto id = ids.next("cs_test_", 58);
    auto or_null = [](const std::optional<std::string>& text) { return text ? boost::json::value(*text) : boost::json::value(nullptr); };
    auto& session = sessions.add({{"id", id},
                         {"object", "checkout.session"},
                         {"amount_subtotal", total},
                         {"amount_total", total},
                         {"cancel_url", or_null(params.get("cancel_url"))},
                         {"client_reference_id", or_null(params.get("client_reference_id"))},
                         {"created", now_s()},
                         {"currency", currency},
                         {"customer_email", or_null(params.get("customer_email"))},
                         {"expires_at", Params::whole(params.text("expires_at")).value_or(now_s() + default_life_s)},
                         {"livemode", false},
                         {"metadata", std::move(metadata)},
                         {"mode", "payment"},
                         {"payment_intent", nullptr},
                         {"payment_status", "unpaid"},
                         {"status", "open"},
                         {"success_url", params.text("success_url")},
                         {"ui_mode", "hosted_page"},
                         {"url", origin + "/c/pay/" + id}});
    for_sessions_intent_[id] = for_intent(params);
    return session;
}

Outcome Account::expire_session(const std::string& id) {
    auto* session = sessions.find(id);
    if (!session) return missing("checkout.session", id);
    if ((*session)["status"].as_string() != "open") return invalid("", "Only Checkout Sessions with a status in [\"open\"] can be expired.");
    (*session)["status"] = "expired";
    (*session)["url"] = nullptr;
    emit("checkout.session.expired", *session);
    return *session;
}

Outcome Account::pay_session(const std::string& id, const std::string& card_number) {
    auto* session = sessions.find(id);
    if (!session) return missing("checkout.session", id);
    if ((*session)["status"].as_string() != "open") return invalid("", "This Checkout Session is no longer open.");
    if (!(*session)["payment_intent"].is_string()) {
        shape::Fields fields{{"amount", std::to_string((*session)["amount_total"].as_int64())}, {"currency", std::string((*session)["currency"].as_string())}};
        const auto& more = for_sessions_intent_[id];
        fields.insert(fields.end(), more.begin(), more.end());
        auto made = create_intent(Params(std::move(fields)));
        if (!made) return made;
        (*session)["payment_intent"] = made->at("id");
    }
    auto intent_id = std::string((*session)["payment_intent"].as_string());
    auto confirmed = confirm_intent(intent_id, Params({{"payment_method_data[type]", "card"}, {"payment_method_data[card][number]", card_number}}));
    if (!confirmed) return confirmed;
    complete_session(*session, *confirmed);
    return *session;
}

Outcome Account::end_session_challenge(const std::string& id, bool is_passed) {
    auto* session = sessions.find(id);
    if (!session || !(*session)["payment_intent"].is_string()) return missing("checkout.session", id);
    auto ended = end_challenge(std::string((*session)["payment_intent"].as_string()), is_passed);
    if (!ended) return ended;
    complete_session(*session, *ended);
    return *session;
}

void Account::complete_session(Object& session, const Object& intent) {
    bool is_paid = intent.at("status").as_string() == "succeeded", is_authorized = intent.at("status").as_string() == "requires_capture";
    if (!is_paid && !is_authorized) return;
    session["status"] = "complete";
    session["payment_status"] = is_paid ? "paid" : "unpaid";  // until it is captured
    session["url"] = nullptr;
    emit("checkout.session.completed", session);
}

}  // namespace vitrine::simulators::stripe
