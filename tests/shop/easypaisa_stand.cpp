#include "tests/shop/easypaisa_stand.h"

#include <stdexcept>

#include "modules/payments/gateways/easypaisa_request.h"

namespace vitrine::test {
namespace {

std::string header_of(const http::Response& response, std::string_view wanted) {
    for (const auto& [name, value] : response.headers)
        if (name == wanted) return value;
    return {};
}

shape::Fields query_of(const std::string& url) { return http::parse_form(url.substr(url.find('?') + 1)).value(); }

}  // namespace

EasypaisaStand::EasypaisaStand(Loop& loop, web::Client& web)
    : ProviderStand(loop, web, simulators::easypaisa::routes(), simulators::easypaisa::Keys{}, simulators::WebhookOptions{}, [this] { return clock_now() + ahead; }) {
    it.phone_ms = 0;
    it.base = url();
}

std::map<std::string, std::string> EasypaisaStand::settings() const {
    return {{"easypaisa_base", url()},         {"easypaisa_store_id", it.keys.store_id}, {"easypaisa_hash_key", it.keys.hash_key},
            {"easypaisa_user", it.keys.user},  {"easypaisa_password", it.keys.password}, {"easypaisa_account", it.keys.account}};
}

const simulators::easypaisa::Order* EasypaisaStand::order(payments::PaymentId payment, int n) { return it.account.find(payments::providers::easypaisa_reference(payment, n)); }

std::string EasypaisaStand::enter(const payments::Next& next) {
    simulators::easypaisa::Form form;
    for (const auto& [name, value] : next.fields.value()) form[name] = value;
    if (next.url != url() + "/easypay/Index.jsf") throw std::logic_error("the form does not lead to the page");
    auto shown = open_page(it, form);
    if (shown.status != 200) throw std::logic_error("the page refused the form: " + std::get<std::string>(shown.body));
    for (const auto& [token, visit] : it.account.visits)
        if (visit.order == form["orderRefNum"] && !visit.is_confirmed) return token;
    throw std::logic_error("the page gave no token");
}

shape::Fields EasypaisaStand::decide(const std::string& auth_token, bool is_approved) {
    auto shown = confirm_page(it, {{"auth_token", auth_token}, {"postBackURL", "http://shop.example/checkout/return/easypaisa"}});
    if (shown.status != 200) throw std::logic_error("step 2 refused the token");
    return query_of(header_of(decided(it, {{"auth_token", auth_token}, {"answer", is_approved ? "yes" : "no"}}), "Location"));
}

bool EasypaisaStand::answer_phone(payments::PaymentId payment, bool is_approved, int n) {
    return it.account.answer_phone(payments::providers::easypaisa_reference(payment, n), is_approved);
}

bool EasypaisaStand::pay_token(payments::PaymentId payment, int n) {
    const auto* known = order(payment, n);
    return known && it.account.pay_token(known->token);
}

http::Request EasypaisaStand::message() const {
    return {.method = http::Method::get, .path = "/webhooks/easypaisa", .query = http::parse_form(last_told("ipn").query).value()};
}

http::Request EasypaisaStand::message_about(const std::string& about) { return {.method = http::Method::get, .path = "/webhooks/easypaisa", .query = {{"url", about}}}; }

std::int64_t EasypaisaStand::money_held() const {
    std::int64_t held = 0;
    for (const auto& [id, order] : it.account.orders)
        if (order.status == "PAID") held += order.minor;
    return held;
}

}  // namespace vitrine::test
