#include "modules/payments/gateways/jazzcash_message.h"

#include <boost/json.hpp>

#include "io/crypto/digest.h"
#include "modules/payments/gateways/jazzcash_codes.h"
#include "modules/payments/gateways/jazzcash_fields.h"
#include "modules/payments/gateways/provider_call.h"

namespace vitrine::payments::providers {
namespace {

/// A live order must not take a sandbox account's word, nor another shop's.
bool is_ours(const shape::Fields& fields, const Values& values) {
    auto merchant = field_of(fields, "pp_MerchantID");
    return !merchant.empty() && merchant == values.text("jazzcash_merchant_id") && jazzcash_fits(fields, jazzcash_salts(values));
}

std::optional<Money> amount_said(const shape::Fields& fields) {
    bool is_paid = jazzcash_code(field_of(fields, "pp_ResponseCode")).meaning == JazzcashClass::paid;
    return is_paid ? jazzcash_money(fields) : std::nullopt;
}

shape::Fields fields_of_json(std::string_view body) {
    shape::json::value parsed;
    if (shape::parse_json(body, parsed) || !parsed.is_object()) return {};
    shape::Fields fields;
    for (const auto& [name, value] : parsed.get_object()) {
        if (value.is_string()) fields.emplace_back(std::string(name), std::string(value.get_string()));
        if (value.is_int64()) fields.emplace_back(std::string(name), std::to_string(value.get_int64()));
    }
    return fields;
}

shape::Fields fields_of(const http::Request& request) {
    bool is_form = request.header("content-type").starts_with("application/x-www-form-urlencoded");
    return is_form ? http::parse_form(request.body).value_or(shape::Fields{}) : fields_of_json(request.body);
}

}  // namespace

Result<ReturnHint> read_jazzcash_return(const shape::Fields& fields, const Values& values) {
    auto reference = field_of(fields, "pp_TxnRefNo");
    if (reference.empty() || !is_ours(fields, values)) return refuse(return_refused);
    const auto& code = jazzcash_code(field_of(fields, "pp_ResponseCode"));
    bool is_no = code.meaning == JazzcashClass::declined || code.meaning == JazzcashClass::stopped;
    return ReturnHint{.reference = std::move(reference), .is_signed = true, .failure = is_no ? if_any(code.words) : std::nullopt, .amount = amount_said(fields)};
}

Result<WebhookEvent> read_jazzcash_event(const http::Request& request, const Values& values) {
    auto fields = fields_of(request);
    if (!is_ours(fields, values)) return refuse(signature_refused);
    WebhookEvent event{.id = "sha256:" + crypto::hex(crypto::sha256(request.body)), .kind = "notification." + field_of(fields, "pp_ResponseCode")};
    event.reference = if_any(field_of(fields, "pp_TxnRefNo"));
    event.claimed_payment = if_any(field_of(fields, "ppmpf_1"));
    event.claimed_store = if_any(field_of(fields, "ppmpf_2"));
    event.amount = amount_said(fields);
    event.is_wanted = event.reference.has_value();
    if (!event.reference) event.oddity = "no transaction reference in it";
    return event;
}

http::Response jazzcash_receipt(const Values& values) {
    shape::Fields fields{{"pp_ResponseCode", "000"}, {"pp_ResponseMessage", "Received"}};
    jazzcash_sign(fields, values.text("jazzcash_salt"));
    shape::json::object body;
    for (const auto& [name, value] : fields) body[name] = value;
    return http::json_text(shape::json::serialize(body));
}

}  // namespace vitrine::payments::providers
