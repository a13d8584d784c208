#include "modules/payments/gateways/jazzcash_call.h"

#include <boost/json.hpp>

#include "io/telemetry/log.h"
#include "modules/payments/gateways/jazzcash_fields.h"
#include "modules/payments/gateways/list.h"
#include "modules/payments/gateways/provider_call.h"

namespace vitrine::payments::providers {
namespace {

constexpr std::string_view hash_refused = "115";

bool was_not_sent(const web::Answer& answer) { return answer.outcome == web::Outcome::not_sent; }
bool may_be_repeated(const web::Answer& answer) { return answer.outcome != web::Outcome::answered || answer.status == 429 || answer.status >= 500; }
Duration wait_between(int n, std::uint64_t dice) { return doubled_wait(n, dice, 2s); }

std::string body_of(shape::Fields fields, std::string_view salt) {
    jazzcash_sign(fields, salt);
    shape::json::object body;
    for (const auto& [name, value] : fields) body[name] = value;
    return shape::json::serialize(body);
}

std::optional<std::string> text_of(const shape::json::value& value) {
    if (value.is_string()) return std::string(value.get_string());
    if (value.is_int64()) return std::to_string(value.get_int64());
    return {};
}

Task<Answer<JazzcashAnswer>> send(App& app, Ctx ctx, JazzcashCall call, Values values, std::string salt) {
    web::Request request{.method = "POST", .url = values.text("jazzcash_url") + values.text(call.path)};
    request.headers = {{"Content-Type", "application/json"}, {"Accept", "application/json"}};
    request.body = body_of(call.fields, salt);
    Patience patience{call.is_repeatable ? &may_be_repeated : &was_not_sent, &wait_between};
    patience.longest_try_ms = call.longest_ms;
    auto asked = co_await ask_provider(app, ctx, std::move(request), patience);
    if (!asked.is_in_time) co_return gateway_fault(GatewayFault::Kind::unknown, std::string(out_of_time));
    if (asked.answer.outcome != web::Outcome::answered) co_return gateway_fault(GatewayFault::Kind::unknown, "no_answer");
    co_return read_jazzcash_answer(asked.answer.status, asked.answer.body, jazzcash_salts(values));
}

}  // namespace

std::string JazzcashAnswer::code() const {
    for (const auto* name : {"pp_ResponseCode", "ResponseCode", "responseCode"})
        if (auto code = field_of(fields, name); !code.empty()) return code;
    return {};
}

Answer<JazzcashAnswer> read_jazzcash_answer(int status, std::string_view body, const JazzcashSalts& salts) {
    if (status < 200 || status > 299) return gateway_fault(GatewayFault::Kind::unknown, "status_" + std::to_string(status));
    shape::json::value parsed;
    if (shape::parse_json(body, parsed) || !parsed.is_object()) return gateway_fault(GatewayFault::Kind::unknown, "unreadable");
    JazzcashAnswer answer;
    for (const auto& [name, value] : parsed.get_object())
        if (auto text = text_of(value)) answer.fields.emplace_back(std::string(name), std::move(*text));
    answer.is_signed = jazzcash_fits(answer.fields, salts);
    bool claims_a_hash = !field_of(answer.fields, "pp_SecureHash").empty();
    if (claims_a_hash && !answer.is_signed) return gateway_fault(GatewayFault::Kind::unknown, "bad_signature");
    if (answer.code().empty()) return gateway_fault(GatewayFault::Kind::unknown, "no_code");
    return answer;
}

Task<Answer<JazzcashAnswer>> jazzcash_call(App& app, Ctx ctx, JazzcashCall call) {
    auto values = values_of(app, ctx.store, jazzcash());
    auto salts = jazzcash_salts(values);
    auto answer = co_await send(app, ctx, call, values, salts.now);
    if (answer && answer->code() == hash_refused && !salts.before.empty()) answer = co_await send(app, ctx, call, values, salts.before);
    if (!answer) log::warn("payments.jazzcash_fault", {{"call", std::string(call.path)}, {"code", answer.error().code}});
    co_return answer;
}

}  // namespace vitrine::payments::providers
