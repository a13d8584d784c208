#include "modules/payments/gateways/stripe_call.h"

#include <boost/json.hpp>

#include "core/random.h"
#include "io/telemetry/log.h"

namespace vitrine::payments::providers {
namespace {

constexpr int most_tries = 3;
constexpr int longest_try_ms = 8'000;
constexpr Duration left_for_us = 500ms;  // to write down what we learned before the request's own deadline

Duration time_left(const Ctx& ctx) {
    constexpr Duration no_limit = 1h;
    return ctx.deadline == Instant{} ? no_limit : ctx.deadline - clock_now() - left_for_us;
}

web::Request to_request(const App& app, const StripeCall& call) {
    web::Request request{.method = call.method, .url = app.config.stripe_api + call.path};
    request.basic_user = app.config.stripe_secret_key;
    request.headers = {{"Stripe-Version", "2026-10-28.endive"}, {"Accept", "application/json"}};
    if (call.method == "POST") {
        request.body = http::encode_form(call.form);
        request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
        if (!call.idempotency_key.empty()) request.headers.emplace_back("Idempotency-Key", call.idempotency_key);
    }
    return request;
}

void note(const StripeCall& call, const web::Answer& answer, std::string_view code) {
    log::warn("payments.stripe_fault", {{"method", call.method},
                                        {"status", std::to_string(answer.status)},
                                        {"code", std::string(code)},
                                        {"stripe_request", std::string(answer.header("request-id"))},
                                        {"error", answer.error}});
}

Answer<shape::json::value> read(const StripeCall& call, const web::Answer& answer) {
    if (answer.outcome != web::Outcome::answered) {
        note(call, answer, "no_answer");
        return gateway_fault(GatewayFault::Kind::unknown, "no_answer");
    }
    if (answer.status < 200 || answer.status > 299) {
        auto fault = stripe_fault(answer.status, answer.body);
        note(call, answer, fault.code);
        return std::unexpected(std::move(fault));
    }
    shape::json::value value;
    if (shape::parse_json(answer.body, value) || !value.is_object()) {
        note(call, answer, "unreadable");
        return gateway_fault(GatewayFault::Kind::unknown, "unreadable");
    }
    return value;
}

}  // namespace

const shape::json::value* member_of(const shape::json::value& from, std::string_view member) {
    return from.is_object() ? from.get_object().if_contains(member) : nullptr;
}

std::string text_at(const shape::json::value& from, std::string_view member) {
    const auto* value = member_of(from, member);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

GatewayFault stripe_fault(int status, std::string_view body) {
    shape::json::value parsed;
    shape::parse_json(body, parsed);
    shape::json::value nothing;
    const auto* error = member_of(parsed, "error");
    if (!error) error = &nothing;
    auto type = text_at(*error, "type"), code = text_at(*error, "code");
    GatewayFault fault{.kind = GatewayFault::Kind::unknown, .code = !code.empty() ? code : !type.empty() ? type : "status_" + std::to_string(status), .for_buyer = {}};
    if (status == 404) fault.kind = GatewayFault::Kind::not_found;
    else if (status == 402 || (status == 400 && type != "idempotency_error" && code != "rate_limit")) fault.kind = GatewayFault::Kind::refused;
    if (type == "card_error" && !text_at(*error, "message").empty()) fault.for_buyer = text_at(*error, "message");
    return fault;
}

bool stripe_worth_retrying(const web::Answer& answer) {
    if (answer.outcome != web::Outcome::answered) return true;
    auto said = answer.header("stripe-should-retry");
    if (said == "true") return true;
    if (said == "false") return false;
    return answer.status == 409 || answer.status >= 500;
}

Duration stripe_retry_wait(int n, std::uint64_t dice) {
    constexpr Duration first = 500ms, longest = 5s;
    auto wait = std::min<Duration>(longest, first * (1 << std::min(n - 1, 10)));
    auto jittered = wait / 2 + Duration(wait.count() / 2 * std::int64_t(dice) / 500'000);
    return std::max<Duration>(first, jittered);
}

Task<Answer<shape::json::value>> stripe_call(App& app, Ctx ctx, StripeCall call) {
    auto request = to_request(app, call);
    for (int n = 1;; ++n) {
        auto left = time_left(ctx);
        if (left <= Duration::zero()) co_return gateway_fault(GatewayFault::Kind::unknown, "no_time_left");
        request.timeout_ms = int(std::min<std::int64_t>(longest_try_ms, left.count() / 1'000 + 1));
        auto answer = co_await app.web.send(request);
        auto wait = stripe_retry_wait(n, random_below(500'000));
        if (n == most_tries || !stripe_worth_retrying(answer) || wait > time_left(ctx)) co_return read(call, answer);
        co_await sleep_for(wait);
    }
}

}  // namespace vitrine::payments::providers
