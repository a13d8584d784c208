#include "simulators/stripe/api.h"

#include <array>

#include "simulators/framework/base64.h"

namespace vitrine::simulators::stripe {
namespace {

using Parts = std::vector<std::string>;

Parts split(std::string_view path) {
    Parts parts;
    while (!path.empty()) {
        path.remove_prefix(1);
        auto end = std::min(path.find('/'), path.size());
        parts.emplace_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return parts;
}

struct Endpoint {
    std::string_view method, pattern, name;   // in the pattern '*' is an id
    Outcome (*run)(Account&, const Call&, const std::string& id);
    bool is_for_browsers = false;             // with a publishable key and the client secret
};

constexpr std::array endpoints{
    Endpoint{"POST", "/v1/payment_intents", "payment_intents.create", [](Account& a, const Call& c, const std::string&) { return a.expanded(a.create_intent(c.params), c.params); }},
    Endpoint{"GET", "/v1/payment_intents", "payment_intents.list", [](Account& a, const Call& c, const std::string&) { return a.list(a.intents, c.path, c.params); }},
    Endpoint{"GET", "/v1/payment_intents/*", "payment_intents.retrieve", [](Account& a, const Call& c, const std::string& id) { return a.find(a.intents, id, c.params); }, true},
    Endpoint{"POST", "/v1/payment_intents/*", "payment_intents.update", [](Account& a, const Call& c, const std::string& id) { return a.update_intent(id, c.params); }},
    Endpoint{"POST", "/v1/payment_intents/*/confirm", "payment_intents.confirm", [](Account& a, const Call& c, const std::string& id) { return a.expanded(a.confirm_intent(id, c.params), c.params); }, true},
    Endpoint{"POST", "/v1/payment_intents/*/capture", "payment_intents.capture", [](Account& a, const Call& c, const std::string& id) { return a.expanded(a.capture_intent(id, c.params), c.params); }},
    Endpoint{"POST", "/v1/payment_intents/*/cancel", "payment_intents.cancel", [](Account& a, const Call& c, const std::string& id) { return a.cancel_intent(id, c.params); }},
    Endpoint{"GET", "/v1/charges", "charges.list", [](Account& a, const Call& c, const std::string&) { return a.list(a.charges, c.path, c.params); }},
    Endpoint{"GET", "/v1/charges/*", "charges.retrieve", [](Account& a, const Call& c, const std::string& id) { return a.find(a.charges, id, c.params); }},
    Endpoint{"POST", "/v1/refunds", "refunds.create", [](Account& a, const Call& c, const std::string&) { return a.create_refund(c.params); }},
    Endpoint{"GET", "/v1/refunds", "refunds.list", [](Account& a, const Call& c, const std::string&) { return a.list(a.refunds, c.path, c.params); }},
    Endpoint{"GET", "/v1/refunds/*", "refunds.retrieve", [](Account& a, const Call& c, const std::string& id) { return a.find(a.refunds, id, c.params); }},
    Endpoint{"POST", "/v1/refunds/*", "refunds.update", [](Account& a, const Call& c, const std::string& id) { return a.update_refund(id, c.params); }},
    Endpoint{"GET", "/v1/events", "events.list", [](Account& a, const Call& c, const std::string&) { return a.list(a.events, c.path, c.params); }},
    Endpoint{"GET", "/v1/events/*", "events.retrieve", [](Account& a, const Call& c, const std::string& id) { return a.find(a.events, id, c.params); }},
    Endpoint{"GET", "/v1/disputes/*", "disputes.retrieve", [](Account& a, const Call& c, const std::string& id) { return a.find(a.disputes, id, c.params); }},
    Endpoint{"GET", "/v1/disputes", "disputes.list", [](Account& a, const Call& c, const std::string&) { return a.list(a.disputes, c.path, c.params); }},
    Endpoint{"POST", "/v1/disputes/*", "disputes.update", [](Account& a, const Call& c, const std::string& id) { return a.expanded(a.update_dispute(id, c.params), c.params); }},
    Endpoint{"POST", "/v1/disputes/*/close", "disputes.close", [](Account& a, const Call&, const std::string& id) { return a.close_dispute(id); }},
    Endpoint{"GET", "/v1/reviews", "reviews.list", [](Account& a, const Call& c, const std::string&) { return a.list(a.reviews, c.path, c.params); }},
    Endpoint{"GET", "/v1/reviews/*", "reviews.retrieve", [](Account& a, const Call& c, const std::string& id) { return a.find(a.reviews, id, c.params); }},
    Endpoint{"POST", "/v1/reviews/*/approve", "reviews.approve", [](Account& a, const Call& c, const std::string& id) { return a.expanded(a.approve_review(id), c.params); }},
    Endpoint{"GET", "/v1/radar/early_fraud_warnings", "early_fraud_warnings.list", [](Account& a, const Call& c, const std::string&) { return a.list(a.warnings, c.path, c.params); }},
    Endpoint{"GET", "/v1/radar/early_fraud_warnings/*", "early_fraud_warnings.retrieve", [](Account& a, const Call& c, const std::string& id) { return a.find(a.warnings, id, c.params); }},
    Endpoint{"GET", "/v1/checkout/sessions", "checkout.sessions.list", [](Account& a, const Call& c, const std::string&) { return a.list(a.sessions, c.path, c.params); }},
    Endpoint{"POST", "/v1/checkout/sessions", "checkout.sessions.create", [](Account& a, const Call& c, const std::string&) { return a.create_session(c.params, c.origin); }},
    Endpoint{"GET", "/v1/checkout/sessions/*", "checkout.sessions.retrieve", [](Account& a, const Call& c, const std::string& id) { return a.find(a.sessions, id, c.params); }},
    Endpoint{"POST", "/v1/checkout/sessions/*/expire", "checkout.sessions.expire", [](Account& a, const Call&, const std::string& id) { return a.expire_session(id); }},
};

bool fits(const Parts& pattern, const Parts& path, std::string& id) {
    if (pattern.size() != path.size()) return false;
    for (size_t i = 0; i < path.size(); ++i) {
        if (pattern[i] == "*") id = path[i];
        else if (pattern[i] != path[i]) return false;
    }
    return true;
}

const Endpoint* find_endpoint(const Call& call, std::string& id) {
    auto path = split(call.path);
    for (const auto& endpoint : endpoints)
        if (endpoint.method == call.method && fits(split(endpoint.pattern), path, id)) return &endpoint;
    return nullptr;
}

/// The API key out of `Bearer sk_…` or `Basic base64("sk_…:")`.
std::string key_of(const std::string& authorization) {
    if (authorization.starts_with("Bearer ")) return authorization.substr(7);
    if (!authorization.starts_with("Basic ")) return {};
    auto pair = base64_decode(authorization.substr(6)).value_or("");
    return pair.substr(0, pair.find(':'));
}

/// Nothing when the caller may.
std::optional<Error> refuse_caller(Account& account, const Call& call, const Endpoint& endpoint, const std::string& id) {
    auto key = key_of(call.authorization);
    if (key.empty()) key = call.params.text("key");
    if (key.empty()) return Error{401, "invalid_request_error", "", "You did not provide an API key. You need to provide your API key in the Authorization header.", ""};
    if (key.starts_with("sk_test_") || key.starts_with("rk_test_")) return {};
    if (!key.starts_with("pk_test_")) return Error{401, "invalid_request_error", "", "Invalid API Key provided.", ""};
    if (!endpoint.is_for_browsers)
        return Error{403, "invalid_request_error", "secret_key_required", "This API call cannot be made with a publishable API key. Please use a secret API key.", ""};
    if (!account.knows_secret(id, call.params.text("client_secret")))
        return Error{400, "invalid_request_error", "payment_intent_invalid_parameter", "The client_secret provided does not match any associated PaymentIntent.", "client_secret"};
    return {};
}

}  // namespace

std::string Api::name_of(const Call& call) {
    std::string id;
    const auto* endpoint = find_endpoint(call, id);
    return endpoint ? std::string(endpoint->name) : "unknown";
}

Reply Api::failure(Error error) { return {error.status, error_body(error), ids_.next("req_", 14), false}; }

Reply Api::answer(const Call& call) {
    const auto& key = call.idempotency_key;
    if (call.method != "POST" || key.empty()) return work(call);
    if (key.size() > 255) return failure({400, "invalid_request_error", "", "Idempotency keys may be at most 255 characters long.", ""});
    auto asked = call.path + "\n" + call.raw;
    if (auto found = kept_.find(key); found != kept_.end()) {
        if (found->second.asked != asked)
            return failure({400, "idempotency_error", "", "Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '" + key + "' if you meant to execute a different request.", ""});
        auto again = found->second.reply;
        again.is_replay = true;
        return again;
    }
    auto reply = work(call);
    // What failed validation did not start, so it may be mended and sent again with the same key.
    bool has_run = reply.status < 400 || reply.status == 402 || reply.status >= 500;
    if (has_run) kept_[key] = {std::move(asked), reply};
    return reply;
}

Reply Api::work(const Call& call) {
    std::string id;
    const auto* endpoint = find_endpoint(call, id);
    if (!endpoint) return failure({404, "invalid_request_error", "", "Unrecognized request URL (" + call.method + ": " + call.path + ").", ""});
    if (auto refused = refuse_caller(account_, call, *endpoint, id)) return failure(*refused);
    Reply reply;
    reply.request_id = ids_.next("req_", 14);
    account_.call = {reply.request_id, call.idempotency_key, call.origin};
    auto outcome = endpoint->run(account_, call, id);
    account_.call = {};
    if (outcome) {
        reply.body = std::move(*outcome);
    } else {
        reply.status = outcome.error().status;
        reply.body = error_body(outcome.error());
        reply.body["error"].as_object()["request_log_url"] = "https://dashboard.stripe.com/test/logs/" + reply.request_id;
    }
    return reply;
}

}  // namespace vitrine::simulators::stripe
