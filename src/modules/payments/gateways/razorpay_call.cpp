#include "modules/payments/gateways/razorpay_call.h"

#include <boost/json.hpp>

#include "io/telemetry/log.h"
#include "modules/payments/gateways/list.h"
#include "modules/payments/gateways/provider_call.h"

namespace vitrine::payments::providers {
namespace {

bool was_turned_away(const web::Answer& answer) { return answer.outcome == web::Outcome::not_sent || (answer.outcome == web::Outcome::answered && answer.status == 429); }

bool may_be_repeated(const web::Answer& answer) {
    return answer.outcome != web::Outcome::answered || answer.status == 409 || answer.status == 429 || answer.status >= 500;
}

/// The limit of calls is not published: back off, doubling, with jitter.
Duration wait_between(int n, std::uint64_t dice) { return doubled_wait(n, dice, 5s); }

web::Request to_request(const Values& values, const RazorpayCall& call) {
    web::Request request{.method = call.method, .url = values.text("razorpay_api") + call.path};
    request.basic_user = values.text("razorpay_key_id");
    request.basic_password = values.text("razorpay_key_secret");
    request.headers = {{"Accept", "application/json"}};
    if (call.method != "GET") {
        request.body = call.json;
        request.headers.emplace_back("Content-Type", "application/json");
        if (!call.idempotency_key.empty()) request.headers.emplace_back("X-Refund-Idempotency", call.idempotency_key);
    }
    return request;
}

void note(const RazorpayCall& call, const web::Answer& answer, std::string_view code) {
    log::warn("payments.razorpay_fault", {{"method", call.method}, {"status", std::to_string(answer.status)}, {"code", std::string(code)}, {"error", answer.error}});
}

Answer<shape::json::value> read(const RazorpayCall& call, const web::Answer& answer) {
    if (answer.outcome != web::Outcome::answered) {
        note(call, answer, "no_answer");
        return gateway_fault(GatewayFault::Kind::unknown, "no_answer");
    }
    if (answer.status < 200 || answer.status > 299) {
        auto fault = razorpay_fault(answer.status, answer.body);
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

GatewayFault razorpay_fault(int status, std::string_view body) {
    shape::json::value parsed;
    shape::parse_json(body, parsed);
    shape::json::value nothing;
    const auto* error = member_of(parsed, "error");
    if (!error) error = &nothing;
    auto code = text_at(*error, "code"), reason = text_at(*error, "reason"), words = text_at(*error, "description");
    GatewayFault fault{.kind = GatewayFault::Kind::unknown, .code = !reason.empty() ? reason : !code.empty() ? code : "status_" + std::to_string(status), .for_buyer = {}};
    bool is_unknown_id = words.find("does not exist") != std::string::npos;
    if (status == 404 || (status == 400 && is_unknown_id)) fault.kind = GatewayFault::Kind::not_found;
    else if (status == 400) fault.kind = GatewayFault::Kind::refused;
    return fault;
}

Task<Answer<shape::json::value>> razorpay_call(App& app, Ctx ctx, RazorpayCall call) {
    auto request = to_request(values_of(app, ctx.store, razorpay()), call);
    auto asked = co_await ask_provider(app, ctx, std::move(request), {call.is_repeatable ? &may_be_repeated : &was_turned_away, &wait_between});
    if (!asked.is_in_time) co_return gateway_fault(GatewayFault::Kind::unknown, std::string(out_of_time));
    co_return read(call, asked.answer);
}

}  // namespace vitrine::payments::providers
