#include "tests/shop/stripe_stand.h"

#include <gtest/gtest.h>

#include <ranges>

#include "modules/payments/module.h"
#include "simulators/stripe/signature.h"

namespace vitrine::test {
namespace {

std::string status_of(const simulators::stripe::Outcome& outcome) {
    if (outcome) return std::string(outcome->at("status").as_string());
    const auto* intent = outcome.error().more.if_contains("payment_intent");
    return intent ? std::string(intent->at("status").as_string()) : outcome.error().code;
}

Task<std::pair<int, std::string>> ask(App& app, Ctx ctx, http::Request request) {
    http::Routes<App> routes;
    payments::module().routes(routes);
    http::Router router(routes.take());
    auto match = router.find(request);
    if (!match.route) co_return std::pair(404, std::string("no route"));
    auto response = co_await match.route->run(&app, std::move(ctx), request);
    co_return std::pair(response.status, std::get<std::string>(response.body));
}

}  // namespace

simulators::stripe::Object& StripeStand::intent_of(payments::PaymentId payment) {
    for (const auto& id : it.account.intents.order | std::views::reverse) {
        auto& intent = it.account.intents.by_id.at(id);
        const auto* named = intent.at("metadata").as_object().if_contains("payment");
        if (named && named->as_string() == payment.text()) return intent;
    }
    throw std::logic_error("no intent of this payment");
}

std::string StripeStand::pay(payments::PaymentId payment, std::string card) {
    simulators::stripe::Params form({{"payment_method_data[type]", "card"}, {"payment_method_data[card][number]", std::move(card)}, {"use_stripe_sdk", "true"}});
    return status_of(it.account.confirm_intent(id_of(payment), form));
}

std::string StripeStand::end_challenge(payments::PaymentId payment, bool is_passed) { return status_of(it.account.end_challenge(id_of(payment), is_passed)); }

http::Request StripeStand::message(const std::string& kind, Instant now, std::string_view secret) const {
    http::Request request{.method = http::Method::post, .path = "/webhooks/stripe", .body = last_told(kind).body};
    auto at = std::chrono::duration_cast<std::chrono::seconds>(now.time_since_epoch()).count();
    request.headers = {{"stripe-signature", simulators::stripe::signature_header(secret, at, request.body)}};
    return request;
}

std::int64_t StripeStand::money_held() const {
    std::int64_t held = 0;
    for (const auto& [id, charge] : it.account.charges.by_id) held += charge.at("amount_captured").as_int64() - charge.at("amount_refunded").as_int64();
    for (const auto& [id, dispute] : it.account.disputes.by_id)
        for (const auto& moved : dispute.at("balance_transactions").as_array()) held += moved.at("net").as_int64();
    return held;
}

Counter::Counter(std::map<std::string, std::string> settings) : stripe(till.shop.floor.loop, till.shop.web) {
    till.shop.config.gateway_settings["stripe_api"] = stripe.url();
    for (auto& [name, value] : settings) till.shop.config.gateway_settings[name] = value;
}

payments::PaymentId Counter::started(Money amount) {
    auto id = till.open(amount);
    auto next = till.start(id);
    if (!next || next->kind != "client_secret") throw std::logic_error("the payment did not start");
    return id;
}

int Counter::hear(const std::string& kind) {
    auto status = till.post(stripe.message(kind, till.shop.ctx.now));
    till.work();
    return status;
}

std::pair<int, std::string> Counter::staff(http::Method method, std::string target, std::string body) {
    http::Request request{.method = method, .target = target, .path = target.substr(0, target.find('?')), .body = std::move(body)};
    if (auto mark = target.find('?'); mark != std::string::npos) request.query = *http::parse_form(target.substr(mark + 1));
    if (!request.body.empty()) request.headers.emplace_back("content-type", "application/json");
    auto ctx = till.shop.ctx;
    ctx.role = Role::staff;
    ctx.actor = "key_test";
    return till.shop.run(ask(till.shop.app, ctx, std::move(request)));
}

std::string Counter::first(const std::string& target, const std::string& member) {
    auto [status, body] = staff(http::Method::get, target);
    auto items = boost::json::parse(body).at("items").as_array();
    if (items.empty()) return {};
    const auto* found = items[0].as_object().if_contains(member);
    return !found || found->is_null() ? "" : found->is_string() ? std::string(found->as_string()) : boost::json::serialize(*found);
}

void Counter::expect_sound() {
    EXPECT_EQ(till.shop.count("select coalesce(sum(minor), 0)::bigint from ledger.lines"), 0);
    EXPECT_EQ(till.account("clearing:stripe"), stripe.money_held());
    EXPECT_EQ(till.account("surplus"), 0) << "every surplus has gone back";
    EXPECT_EQ(till.shop.count("select count(*) from jobs.jobs where state = 'parked'"), 0);
}

}  // namespace vitrine::test
