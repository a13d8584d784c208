#include "modules/payments/gateways/stripe_call.h"

#include <boost/json.hpp>

#include "io/telemetry/log.h"
#include "modules/payments/gateways/list.h"
#include "modules/payments/gateways/provider_call.h"

namespace vitrine::payments::providers {
namespace {

web::Request to_request(const Values& values, const StripeCall& call) {
    web::Request request{.method = call.method, .url = values.text("stripe_api") + call.path};
    request.basic_user = values.text("stripe_secret_key");
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
    return std::max<Duration>(first, doubled_wait(n, dice, longest));
}

Task<Answer<shape::json::value>> stripe_call(App& app, Ctx ctx, StripeCall call) {
    auto request = to_request(values_of(app, ctx.store, stripe()), call);
    auto asked = co_await ask_provider(app, ctx, std::move(request), {&stripe_worth_retrying, &stripe_retry_wait});
    if (!asked.is_in_time) co_return gateway_fault(GatewayFault::Kind::unknown, std::string(out_of_time));
    co_return read(call, asked.answer);
}

}  // namespace vitrine::payments::providers
