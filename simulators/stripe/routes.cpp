#include "simulators/framework/control.h"
#include "simulators/stripe/service.h"
#include "simulators/stripe/signature.h"

namespace vitrine::simulators::stripe {
namespace {

shape::Fields sign(const std::string& secret, const std::string& body) {
    auto at = std::chrono::floor<std::chrono::seconds>(clock_now()).time_since_epoch().count();
    return {{"Stripe-Signature", signature_header(secret, at, body)}, {"User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks)"}};
}

http::Response on_wire(const Reply& reply) {
    auto response = http::json_text(boost::json::serialize(reply.body), reply.status);
    response.set("Request-Id", reply.request_id);
    response.set("Stripe-Version", api_version);
    if (reply.is_replay) response.set("Idempotent-Replayed", "true");
    return response;
}

Call call_of(const http::Request& request) {
    Call call;
    call.method = request.method == http::Method::post ? "POST" : "GET";
    call.path = request.path;
    call.authorization = request.header("authorization");
    call.idempotency_key = request.header("idempotency-key");
    call.origin = (request.is_tls ? "https://" : "http://") + std::string(request.header("host"));
    call.raw = request.body;
    call.params = Params(call.method == "GET" ? request.query : http::parse_form(request.body).value_or(shape::Fields{}));
    return call;
}

Task<Result<http::Response>> api_call(Stripe& stripe, Ctx, const http::Request& request) {
    auto call = call_of(request);
    auto key = call.idempotency_key;
    if (stripe.api.is_in_flight(key)) {
        auto reply = stripe.api.failure({409, "idempotency_error", "idempotency_key_in_use", "There is currently another in-progress request using this Idempotent Key.", ""});
        co_return on_wire(reply);
    }
    stripe.api.begin(key);
    auto work = [&] { return on_wire(stripe.api.answer(call)); };
    auto error = [&](int status) { return on_wire(stripe.api.failure({status, status == 429 ? "rate_limit_error" : "api_error", status == 429 ? "rate_limit" : "", "The simulator was told to fail here.", ""})); };
    auto at_end = [&] { stripe.api.end(key); };
    auto task = run_call(stripe, Api::name_of(call), work, error, at_end);
    co_return co_await std::move(task);
}

Task<Result<http::Response>> script(Stripe&, Ctx) { co_return browser_script(); }

struct FilePath {
    std::string name;
};
SHAPE(FilePath, name)
Task<Result<http::Response>> file(Stripe&, Ctx, http::Path<FilePath> path) { co_return browser_file(path->name); }

struct ChallengeQuery {
    std::string intent;
};
SHAPE(ChallengeQuery, intent)

/// Where the browser goes after a challenge that was reached by redirect; empty when it runs in a frame.
std::string return_url_of(Stripe& stripe, const std::string& intent) {
    auto* found = stripe.account.intents.find(intent);
    if (!found || !found->at("next_action").is_object()) return {};
    const auto* redirect = found->at("next_action").as_object().if_contains("redirect_to_url");
    return redirect ? std::string(redirect->at("return_url").as_string()) : std::string();
}

/// docs.stripe.com/payments/3d-secure: the return address gets the intent, its client secret and how the redirect went.
std::string with_outcome(std::string url, const Object& intent) {
    bool is_good = intent.at("status") == "succeeded" || intent.at("status") == "requires_capture";
    shape::Fields fields{{"payment_intent", std::string(intent.at("id").as_string())},
                         {"payment_intent_client_secret", std::string(intent.at("client_secret").as_string())},
                         {"redirect_status", is_good ? "succeeded" : "failed"}};
    return url + (url.find('?') == std::string::npos ? "?" : "&") + http::encode_form(fields);
}

Task<Result<http::Response>> show_challenge(Stripe& stripe, Ctx, http::Query<ChallengeQuery> query) {
    co_return return_url_of(stripe, query->intent).empty() ? challenge_page(query->intent) : challenge_page_alone(query->intent);
}

struct ChallengeEnd {
    std::string intent, result;
};
SHAPE(ChallengeEnd, intent, result)
Task<Result<http::Response>> end_challenge(Stripe& stripe, Ctx, http::Form<ChallengeEnd> form) {
    auto return_url = return_url_of(stripe, form->intent);
    auto ended = stripe.account.end_challenge(form->intent, form->result == "pass");
    if (ended && !return_url.empty()) co_return http::see_other(with_outcome(std::move(return_url), *ended));
    co_return http::json_text(boost::json::serialize(ended ? *ended : error_body(ended.error())), ended ? 200 : ended.error().status);
}

struct IdPath {
    std::string id;
};
SHAPE(IdPath, id)
struct End {
    std::string status;
};
SHAPE(End, status)

http::Response ended(const Outcome& outcome) { return http::json_text(boost::json::serialize(outcome ? *outcome : error_body(outcome.error())), outcome ? 200 : outcome.error().status); }

/// What banks and people at Stripe decide, told by the control API.
Task<Result<http::Response>> end_intent(Stripe& stripe, Ctx, http::Path<IdPath> path, http::Body<End> end) { co_return ended(stripe.account.end_intent(path->id, end->status)); }
Task<Result<http::Response>> end_refund(Stripe& stripe, Ctx, http::Path<IdPath> path, http::Body<End> end) { co_return ended(stripe.account.end_refund(path->id, end->status)); }
Task<Result<http::Response>> end_dispute(Stripe& stripe, Ctx, http::Path<IdPath> path, http::Body<End> end) { co_return ended(stripe.account.end_dispute(path->id, end->status)); }
Task<Result<http::Response>> end_review(Stripe& stripe, Ctx, http::Path<IdPath> path, http::Body<End> end) { co_return ended(stripe.account.end_review(path->id, end->status)); }

struct SessionPath {
    std::string id;
};
SHAPE(SessionPath, id)
struct PayForm {
    std::optional<std::string> number, challenge;
};
SHAPE(PayForm, number, challenge)

/// Why the last try of a session's intent went wrong; empty while its challenge waits for an answer.
std::string last_problem(Stripe& stripe, const Object& session) {
    auto* intent = session.at("payment_intent").is_string() ? stripe.account.intents.find(std::string(session.at("payment_intent").as_string())) : nullptr;
    bool has_problem = intent && intent->at("status").as_string() == "requires_payment_method" && intent->at("last_payment_error").is_object();
    return has_problem ? std::string(intent->at("last_payment_error").at("message").as_string()) : std::string();
}

http::Response after_pay(Stripe& stripe, const Outcome& outcome, const Object& session) {
    if (!outcome) return pay_page(session, outcome.error().message);
    if (auto problem = last_problem(stripe, session); !problem.empty()) return pay_page(session, problem);
    if (session.at("status").as_string() != "complete") return pay_challenge_page(std::string(session.at("id").as_string()));
    std::string to(session.at("success_url").as_string());
    constexpr std::string_view slot = "{CHECKOUT_SESSION_ID}";
    if (auto at = to.find(slot); at != std::string::npos) to.replace(at, slot.size(), std::string(session.at("id").as_string()));
    return http::see_other(to);
}

Task<Result<http::Response>> show_pay(Stripe& stripe, Ctx, http::Path<SessionPath> path) {
    auto* session = stripe.account.sessions.find(path->id);
    if (!session) co_return refuse(refusals::not_found);
    co_return pay_page(*session, "");
}
Task<Result<http::Response>> pay(Stripe& stripe, Ctx, http::Path<SessionPath> path, http::Form<PayForm> form) {
    auto* session = stripe.account.sessions.find(path->id);
    if (!session) co_return refuse(refusals::not_found);
    auto outcome = form->challenge ? stripe.account.end_session_challenge(path->id, *form->challenge == "pass") : stripe.account.pay_session(path->id, form->number.value_or(""));
    co_return after_pay(stripe, outcome, *session);
}

}  // namespace

Stripe::Stripe(Loop& loop, web::Client& web, std::uint64_t seed, WebhookOptions hooks)
    : Service(loop, web, "Stripe", seed, std::move(hooks), &sign),
      account(ids, &clock_now, faults, [this](const Object& event) {
          Webhook webhook{std::string(event.at("type").as_string()), boost::json::serialize(event)};
          if (heard) heard(webhook);
          webhooks.send(std::move(webhook));
      }),
      api(account, ids) {}

std::string Stripe::state_json() const {
    Object out;
    for (const auto* shelf : {&account.intents, &account.charges, &account.refunds, &account.disputes, &account.warnings, &account.reviews, &account.sessions, &account.events}) {
        boost::json::array all;
        for (const auto& id : shelf->order) all.emplace_back(shelf->by_id.at(id));
        out[shelf->kind] = std::move(all);
    }
    return boost::json::serialize(out);
}

std::vector<http::Route> routes() {
    http::Routes<Stripe> routes;
    http::RouteOptions options{.access = http::Access::signature, .needs_store = false};  // a provider is where card numbers are typed: our edge would refuse them
    for (auto path : {"/v1/{a}", "/v1/{a}/{b}", "/v1/{a}/{b}/{c}", "/v1/{a}/{b}/{c}/{d}"}) {
        routes.get(path, &api_call, options);
        routes.post(path, &api_call, options);
    }
    routes.get("/v3", &script, options);
    routes.get("/v3/", &script, options);
    routes.get("/v3/stripe.js", &script, options);
    routes.get("/_browser/challenge", &show_challenge, options);
    routes.post("/_browser/challenge", &end_challenge, options);
    routes.get("/_browser/files/{name}", &file, options);
    routes.get("/c/pay/{id}", &show_pay, options);
    routes.post("/c/pay/{id}", &pay, options);
    routes.post("/_control/intents/{id}", &end_intent, options);
    routes.post("/_control/refunds/{id}", &end_refund, options);
    routes.post("/_control/disputes/{id}", &end_dispute, options);
    routes.post("/_control/reviews/{id}", &end_review, options);
    add_control_routes(routes);
    return routes.take();
}

}  // namespace vitrine::simulators::stripe
