#include "tests/shop/easypaisa_stand.h"

#include <stdexcept>

#include "modules/payments/gateways/easypaisa_request.h"
#include "tests/support/run.h"

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
    : it(loop, web, 1, {}, {}, [this] { return clock_now() + ahead; }), loop_(loop) {
    it.hold_ms = 1;
    it.phone_ms = 0;
    it.heard = [this](const simulators::Webhook& webhook) { told.push_back(webhook); };
    router_ = std::make_unique<http::Router>(simulators::easypaisa::routes());
    auto gate = [](void*, const http::Request&, const http::Route&) -> Task<Result<Ctx>> { co_return Ctx{.now = clock_now()}; };
    server_ = std::make_unique<http::Server>(loop, *router_, &it, gate, http::ServerOptions{.port = 0, .access_log = false});
    server_->listen();
    it.base = url();
}
EasypaisaStand::~EasypaisaStand() {
    run(loop_, server_->drain(2s));
    run(loop_, sleep_for(5ms));  // for what the end of the drain has cancelled
}

std::string EasypaisaStand::url() const { return "http://127.0.0.1:" + std::to_string(server_->port()); }

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
    if (told.empty()) throw std::logic_error("nothing was told");
    return {.method = http::Method::get, .path = "/webhooks/easypaisa", .query = http::parse_form(told.back().query).value()};
}

http::Request EasypaisaStand::message_about(const std::string& about) const { return {.method = http::Method::get, .path = "/webhooks/easypaisa", .query = {{"url", about}}}; }

std::int64_t EasypaisaStand::money_held() const {
    std::int64_t held = 0;
    for (const auto& [id, order] : it.account.orders)
        if (order.status == "PAID") held += order.minor;
    return held;
}

}  // namespace vitrine::test
