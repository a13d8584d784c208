#include "tests/shop/scripted_stripe.h"

#include "tests/support/run.h"

#include <numeric>

#include "io/crypto/digest.h"

namespace vitrine::test {
namespace {

std::string quoted(std::string_view text) {
    std::string out;
    shape::write_string(out, text);
    return out;
}

std::string to_text(const Intent& intent) {
    std::string metadata;
    for (const auto& [name, value] : intent.metadata) metadata += (metadata.empty() ? "" : ",") + quoted(name) + ":" + quoted(value);
    std::string error = intent.card_error.empty() ? "null" : R"({"type":"card_error","code":"card_declined","message":)" + quoted(intent.card_error) + R"(,"charge":)" + quoted(intent.failed_charge) + "}";
    return R"({"object":"payment_intent","id":)" + quoted(intent.id) + R"(,"status":)" + quoted(intent.status) + R"(,"currency":)" + quoted(intent.currency) +
           R"(,"amount":)" + std::to_string(intent.amount) + R"(,"amount_received":)" + std::to_string(intent.received) + R"(,"client_secret":)" +
           quoted(intent.id + "_secret_x") + R"(,"cancellation_reason":)" + (intent.cancellation_reason.empty() ? "null" : quoted(intent.cancellation_reason)) +
           R"(,"latest_charge":)" + intent.charge + R"(,"last_payment_error":)" + error + R"(,"metadata":{)" + metadata + "}}";
}

http::Response stripe_error(int status, std::string type, std::string code) {
    auto response = http::json_text(R"({"error":{"type":")" + type + R"(","code":")" + code + R"(","message":"no"}})", status);
    if (status == 500) response.set("Stripe-Should-Retry", "false");
    return response;
}

std::string field(const shape::Fields& form, std::string_view name) {
    for (const auto& [key, value] : form)
        if (key == name) return value;
    return {};
}

std::map<std::string, std::string> metadata_of(const shape::Fields& form) {
    std::map<std::string, std::string> out;
    for (const auto& [key, value] : form)
        if (key.starts_with("metadata[")) out[key.substr(9, key.size() - 10)] = value;
    return out;
}

bool is_closed(const Intent& intent) { return intent.status == "succeeded" || intent.status == "canceled"; }

Task<Result<http::Response>> serve(ScriptedStripe& stripe, Ctx, const http::Request& request) {
    stripe.calls.push_back((request.method == http::Method::get ? "GET " : "POST ") + request.path);
    auto fault = stripe.next_fault();
    if (fault == ScriptedStripe::Fault::error_before) co_return stripe_error(500, "api_error", "broken");
    if (fault == ScriptedStripe::Fault::busy) co_return stripe_error(409, "idempotency_error", "idempotency_key_in_use");
    auto response = stripe.handle(request);
    if (fault == ScriptedStripe::Fault::error_after) co_return stripe_error(500, "api_error", "lost");
    if (fault == ScriptedStripe::Fault::silence) co_await stripe.stay_silent();
    co_return response;
}

}  // namespace

ScriptedStripe::ScriptedStripe(Loop& loop) : loop_(loop) {
    http::Routes<ScriptedStripe> routes;
    http::RouteOptions options{.needs_store = false};
    routes.get("/v1/{rest...}", serve, options);
    routes.post("/v1/{rest...}", serve, options);
    router_ = std::make_unique<http::Router>(routes.take());
    auto gate = [](void*, const http::Request&, const http::Route&) -> Task<Result<Ctx>> { co_return Ctx{.now = clock_now()}; };
    server_ = std::make_unique<http::Server>(loop, *router_, this, gate, http::ServerOptions{.port = 0, .access_log = false});
    server_->listen();
}
ScriptedStripe::~ScriptedStripe() {
    is_ending_ = true;  // what is still open on the loop would be lost with it, unfreed
    run(loop_, server_->drain(2s));
    run(loop_, sleep_for(5ms));  // for what the end of the drain has cancelled
}

Task<void> ScriptedStripe::stay_silent() const {
    for (int turn = 0; turn < 1'000 && !is_ending_; ++turn) co_await sleep_for(20ms);
}

std::string ScriptedStripe::url() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }

ScriptedStripe::Fault ScriptedStripe::next_fault() {
    if (faults.empty()) return Fault::none;
    auto fault = faults.front();
    faults.pop_front();
    return fault;
}

http::Response ScriptedStripe::handle(const http::Request& request) {
    auto key = std::string(request.header("idempotency-key"));
    if (auto known = by_key_.find(key); !key.empty() && known != by_key_.end()) return known->second;
    auto rest = request.path.substr(4);
    http::Response response;
    if (rest == "payment_intents") response = create_intent(request);
    else if (rest == "checkout/sessions") response = create_session(request);
    else if (rest.starts_with("checkout/sessions/")) {
        auto id = rest.substr(18);
        response = on_session(id.substr(0, id.find('/')), id.ends_with("/expire"));
    }
    else if (rest == "refunds") response = create_refund(request);
    else if (rest.starts_with("refunds/")) response = http::json_text(R"({"id":")" + rest.substr(8) + R"(","status":")" + refunds[rest.substr(8)] + "\"}");
    else {
        auto id = rest.substr(16);
        auto slash = id.find('/');
        response = on_intent(request, id.substr(0, slash), slash == std::string::npos ? "" : id.substr(slash + 1));
    }
    if (!key.empty()) by_key_[key] = response;
    return response;
}

http::Response ScriptedStripe::create_intent(const http::Request& request) {
    auto form = http::parse_form(request.body).value();
    Intent intent{.id = "pi_" + std::to_string(++next_id_), .currency = field(form, "currency"), .amount = std::stoll(field(form, "amount")), .metadata = metadata_of(form)};
    return http::json_text(to_text(intents[intent.id] = intent));
}

http::Response ScriptedStripe::on_intent(const http::Request&, const std::string& id, const std::string& verb) {
    auto found = intents.find(id);
    if (found == intents.end()) return stripe_error(404, "invalid_request_error", "resource_missing");
    auto& intent = found->second;
    if (verb == "cancel") {
        if (is_closed(intent) || intent.status == "processing") return stripe_error(400, "invalid_request_error", "payment_intent_unexpected_state");
        intent.status = "canceled";
        intent.cancellation_reason = "abandoned";
    }
    if (verb == "capture") {
        if (intent.status != "requires_capture") return stripe_error(400, "invalid_request_error", "payment_intent_unexpected_state");
        pay(id);
    }
    return http::json_text(to_text(intent));
}

http::Response ScriptedStripe::create_session(const http::Request& request) {
    auto form = http::parse_form(request.body).value();
    Session session{.id = "cs_" + std::to_string(++next_id_), .currency = field(form, "line_items[0][price_data][currency]"),
                    .amount = std::stoll(field(form, "line_items[0][price_data][unit_amount]")), .metadata = metadata_of(form)};
    return http::json_text(session_text(sessions[session.id] = session));
}

http::Response ScriptedStripe::on_session(const std::string& id, bool expires) {
    auto found = sessions.find(id);
    if (found == sessions.end()) return stripe_error(404, "invalid_request_error", "resource_missing");
    if (expires && found->second.status != "open") return stripe_error(400, "invalid_request_error", "");
    if (expires) found->second.status = "expired";
    return http::json_text(session_text(found->second));
}

std::string ScriptedStripe::session_text(const Session& session) const {
    auto intent = session.intent.empty() ? "null" : test::to_text(intents.at(session.intent));
    return R"({"object":"checkout.session","id":)" + quoted(session.id) + R"(,"status":)" + quoted(session.status) + R"(,"currency":)" + quoted(session.currency) +
           R"(,"url":)" + quoted(url() + "/c/pay/" + session.id) + R"(,"payment_intent":)" + intent + R"(,"metadata":)" + to_json(session.metadata) + "}";
}

Intent& ScriptedStripe::pay_session(const std::string& id) {
    auto& session = sessions.at(id);
    if (session.status != "open") throw std::logic_error("the page is closed");
    Intent intent{.id = "pi_" + std::to_string(++next_id_), .currency = session.currency, .status = "succeeded", .amount = session.amount, .received = session.amount, .metadata = session.metadata};
    session.status = "complete";
    session.intent = intent.id;
    return intents[intent.id] = intent;
}

http::Response ScriptedStripe::create_refund(const http::Request& request) {
    auto form = http::parse_form(request.body).value();
    auto& intent = intents.at(field(form, "payment_intent"));
    auto amount = std::stoll(field(form, "amount"));
    if (intent.refunded + amount > intent.received) return stripe_error(400, "invalid_request_error", "charge_already_refunded");
    auto id = "re_" + std::to_string(++next_id_);
    refunds[id] = refund_status;
    if (refund_status != "failed") intent.refunded += amount;
    return http::json_text(R"({"id":")" + id + R"(","status":")" + refund_status + R"(","failure_reason":)" + (refund_status == "failed" ? R"("declined")" : "null") + "}");
}

bool ScriptedStripe::pay(const std::string& id) {
    auto& intent = intents.at(id);
    if (is_closed(intent)) return false;
    intent.status = "succeeded";
    intent.received = intent.amount;
    intent.card_error.clear();
    return true;
}

bool ScriptedStripe::pay_with(const std::string& id, const std::string& card) {
    intents.at(id).charge = R"({"object":"charge","id":"ch_)" + std::to_string(++next_id_) + R"(","payment_method_details":{"type":"card","card":)" + card + "}}";
    return pay(id);
}

void ScriptedStripe::decline(const std::string& id, std::string words) {
    auto& intent = intents.at(id);
    intent.card_error = std::move(words);
    intent.failed_charge = "ch_" + std::to_string(++next_id_);
}

Intent& ScriptedStripe::only() {
    if (intents.size() != 1) throw std::logic_error("there are " + std::to_string(intents.size()) + " intents");
    return intents.begin()->second;
}

const Intent* ScriptedStripe::of_payment(const std::string& payment) const {
    for (const auto& [id, intent] : intents)
        if (auto named = intent.metadata.find("payment"); named != intent.metadata.end() && named->second == payment) return &intent;
    return nullptr;
}

std::int64_t ScriptedStripe::money_held() const {
    return std::accumulate(intents.begin(), intents.end(), std::int64_t(0), [](auto sum, const auto& entry) { return sum + entry.second.received - entry.second.refunded; });
}

std::string ScriptedStripe::signature(const std::string& t, const std::string& body) {
    return "t=" + t + ",v1=" + crypto::hex(crypto::hmac_sha256(webhook_secret, t + "." + body));
}

http::Request ScriptedStripe::webhook(const std::string& event, const std::string& type, const Intent& intent, Instant now) const {
    http::Request request{.method = http::Method::post, .path = "/webhooks/stripe"};
    request.body = R"({"id":)" + quoted(event) + R"(,"type":)" + quoted(type) + R"(,"data":{"object":)" + to_text(intent) + "}}";
    auto t = std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count());
    request.headers = {{"stripe-signature", signature(t, request.body)}};
    return request;
}

}  // namespace vitrine::test
