// REST v4 as adapters describe it: 200 and a code, whatever it says.
#include <boost/json.hpp>

#include "io/crypto/base64.h"
#include "simulators/easypaisa/service.h"

namespace vitrine::simulators::easypaisa {
namespace {

using Object = boost::json::object;

http::Response answered(const std::string& code, const std::string& words, Object more = {}) {
    more["responseCode"] = code;
    more["responseDesc"] = words;
    return http::json_text(boost::json::serialize(more));
}

std::string text(const Object& body, std::string_view name) {
    const auto* value = body.if_contains(name);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::string words_of(const std::string& code) {
    static const std::map<std::string, std::string> words{{"0000", "SUCCESS"}, {"0001", "SYSTEM ERROR"}, {"0013", "LOW BALANCE"}, {"0014", "ACCOUNT DOES NOT EXIST"}};
    return words.at(code);
}

bool is_mobile(const std::string& text) { return text.size() == 11 && text.starts_with("03") && text.find_first_not_of("0123456789") == std::string::npos; }

bool is_order_id(const std::string& text) {
    return !text.empty() && text.size() <= 20 && text.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == std::string::npos;
}

/// The body when it comes from the merchant and names its store; else the answer that says no.
std::expected<Object, http::Response> enter(const Easypaisa& easypaisa, const RestCall& call) {
    const auto& keys = easypaisa.keys;
    if (call.credentials != crypto::base64(keys.user + ":" + keys.password)) return std::unexpected(answered("0010", "INVALID CREDENTIALS"));
    boost::system::error_code fault;
    auto parsed = boost::json::parse(call.body, fault);
    if (fault || !parsed.is_object()) return std::unexpected(answered("0002", "REQUIRED FIELD MISSING"));
    if (text(parsed.get_object(), "storeId") != keys.store_id) return std::unexpected(answered("0006", "INVALID STORE ID"));
    return std::move(parsed.get_object());
}

Object named(const Easypaisa& easypaisa, const std::string& order) { return {{"orderId", order}, {"storeId", easypaisa.keys.store_id}}; }

}  // namespace

http::Response api_failure(int status) { return http::json_text("{}", status); }

http::Response order_answer(const Easypaisa& easypaisa, const Order& order, const std::string& code, const std::string& words) {
    auto body = named(easypaisa, order.id);
    body["transactionId"] = order.transaction;
    body["transactionDateTime"] = write_time(order.at);
    return answered(code, words, std::move(body));
}

http::Response initiate_ma(Easypaisa& easypaisa, const RestCall& call, std::string& waiting) {
    auto body = enter(easypaisa, call);
    if (!body) return std::move(body.error());
    auto id = text(*body, "orderId"), mobile = text(*body, "mobileAccountNo"), email = text(*body, "emailAddress");
    auto minor = read_amount(text(*body, "transactionAmount"));
    if (!is_order_id(id) || !minor || !is_mobile(mobile) || email.empty() || text(*body, "transactionType") != "MA") return answered("0002", "REQUIRED FIELD MISSING");
    auto code = easypaisa.account.ask_phone(id, *minor, mobile, email);
    const auto* order = easypaisa.account.find(id);
    if (order && order->status == "PENDING" && order->mode == "MA" && code == "0000") waiting = id;
    return order ? order_answer(easypaisa, *order, code, words_of(code)) : answered(code, words_of(code), named(easypaisa, id));
}

http::Response initiate_otc(Easypaisa& easypaisa, const RestCall& call) {
    auto body = enter(easypaisa, call);
    if (!body) return std::move(body.error());
    auto id = text(*body, "orderId"), mobile = text(*body, "msisdn"), email = text(*body, "emailAddress");
    auto minor = read_amount(text(*body, "transactionAmount"));
    auto until = read_time(text(*body, "tokenExpiry"));
    if (!is_order_id(id) || !minor || !is_mobile(mobile) || email.empty() || !until || text(*body, "transactionType") != "OTC") return answered("0002", "REQUIRED FIELD MISSING");
    auto code = easypaisa.account.make_token(id, *minor, mobile, email, *until);
    const auto& order = *easypaisa.account.find(id);
    if (code != "0000") return answered(code, words_of(code), named(easypaisa, id));
    auto out = named(easypaisa, id);
    out["paymentToken"] = order.token;
    out["transactionId"] = order.transaction;
    out["transactionDateTime"] = write_time(order.at);
    out["paymentTokenExpiryDateTime"] = write_time(order.token_until);
    return answered(code, words_of(code), std::move(out));
}

http::Response inquire(Easypaisa& easypaisa, const RestCall& call) {
    auto body = enter(easypaisa, call);
    if (!body) return std::move(body.error());
    if (text(*body, "accountNum") != easypaisa.keys.account) return answered("0017", "INCOMPLETE MERCHANT INFORMATION");
    auto id = text(*body, "orderId");
    const auto* order = easypaisa.account.find(id);
    if (!order) return answered("0003", "ORDER NOT FOUND", named(easypaisa, id));
    auto out = named(easypaisa, id);
    out["accountNum"] = easypaisa.keys.account;
    out["storeName"] = "Simulated store";
    out["paymentToken"] = order->token;
    out["transactionId"] = order->transaction;
    out["transactionStatus"] = order->status;
    out["transactionAmount"] = write_amount(order->minor);
    out["transactionDateTime"] = write_time(order->at);
    out["paymentTokenExpiryDateTime"] = order->token.empty() ? "" : write_time(order->token_until);
    out["msisdn"] = order->mobile;
    out["paymentMode"] = order->mode;
    out["settlementStatus"] = "PENDING";
    return answered("0000", "SUCCESS", std::move(out));
}

}  // namespace vitrine::simulators::easypaisa
