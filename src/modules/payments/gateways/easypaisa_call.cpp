#include "modules/payments/gateways/easypaisa_call.h"

#include <algorithm>

#include <boost/json.hpp>

#include "io/telemetry/log.h"
#include "modules/payments/gateways/easypaisa_codes.h"
#include "modules/payments/gateways/easypaisa_request.h"
#include "modules/payments/gateways/list.h"
#include "modules/payments/gateways/provider_call.h"

namespace vitrine::payments::providers {
namespace {

bool never_left(const web::Answer& answer) { return answer.outcome == web::Outcome::not_sent; }

bool may_be_repeated(const web::Answer& answer) { return answer.outcome != web::Outcome::answered || answer.status == 429 || answer.status >= 500; }

Duration wait_between(int n, std::uint64_t dice) { return doubled_wait(n, dice, 5s); }

web::Request to_request(const Values& values, const EasypaisaCall& call) {
    boost::json::object body{{"storeId", values.text("easypaisa_store_id")}};
    for (const auto& [name, value] : call.body) body[name] = value;
    web::Request request{.method = "POST", .url = values.text("easypaisa_base") + "/easypay-service/rest/v4/" + call.operation};
    request.headers = {{"Accept", "application/json"},
                       {"Content-Type", "application/json"},
                       {"Credentials", easypaisa_credentials(values.text("easypaisa_user"), values.text("easypaisa_password"))}};
    request.body = boost::json::serialize(body);
    return request;
}

void note(const std::string& operation, const web::Answer& answer, std::string_view code) {
    log::warn("payments.easypaisa_fault", {{"operation", operation}, {"status", std::to_string(answer.status)}, {"code", std::string(code)}, {"error", answer.error}});
}

Answer<EasypaisaAnswer> read(const std::string& operation, const web::Answer& answer) {
    if (answer.outcome != web::Outcome::answered || answer.status < 200 || answer.status > 299) {
        note(operation, answer, "no_answer");
        return gateway_fault(GatewayFault::Kind::unknown, "no_answer");
    }
    EasypaisaAnswer out{.code = {}, .value = {}, .text = answer.body};
    if (!shape::parse_json(answer.body, out.value) && out.value.is_object()) out.code = easypaisa_text(out, "responseCode");
    if (out.code.empty()) {
        note(operation, answer, "unreadable");
        return gateway_fault(GatewayFault::Kind::unknown, "unreadable");
    }
    if (easypaisa_code(out.code).says == EasypaisaClass::config) note(operation, answer, out.code);
    return out;
}

/// The characters of a JSON number behind `"member":`, as they were sent.
std::string number_in(std::string_view text, std::string_view member) {
    auto at = text.find("\"" + std::string(member) + "\"");
    if (at == std::string_view::npos) return {};
    at = text.find_first_not_of(" \t\r\n:", at + member.size() + 2);
    if (at == std::string_view::npos) return {};
    auto end = std::min(text.find_first_not_of("0123456789.", at), text.size());
    return std::string(text.substr(at, end - at));
}

}  // namespace

std::string easypaisa_text(const EasypaisaAnswer& answer, std::string_view member) {
    const auto* value = member_of(answer.value, member);
    if (!value || value->is_null()) return {};
    if (value->is_string()) return std::string(value->get_string());
    return value->is_number() ? number_in(answer.text, member) : std::string();
}

GatewayFault easypaisa_fault(std::string_view code) {
    auto row = easypaisa_code(code);
    GatewayFault fault{.kind = GatewayFault::Kind::unknown, .code = "code_" + std::string(code), .for_buyer = {}};
    if (row.says == EasypaisaClass::not_found) fault.kind = GatewayFault::Kind::not_found;
    if (row.says == EasypaisaClass::failure) {
        fault.kind = GatewayFault::Kind::refused;
        fault.for_buyer = std::string(row.for_buyer);
    }
    return fault;
}

Task<Answer<EasypaisaAnswer>> easypaisa_call(App& app, Ctx ctx, EasypaisaCall call) {
    Patience patience{call.is_repeatable ? &may_be_repeated : &never_left, &wait_between, 3, call.longest_try_ms};
    auto request = to_request(values_of(app, ctx.store, easypaisa()), call);
    auto asked = co_await ask_provider(app, ctx, std::move(request), patience);
    if (!asked.is_in_time) co_return gateway_fault(GatewayFault::Kind::unknown, std::string(out_of_time));
    co_return read(call.operation, asked.answer);
}

}  // namespace vitrine::payments::providers
