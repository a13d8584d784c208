#include "tests/shop/till.h"

#include <gtest/gtest.h>

#include "modules/payments/module.h"
#include "modules/payments/sql.h"
#include "modules/payments/steps.h"

namespace vitrine::test {
namespace {

/// The handler of a route, called as the server would, behind the gate.
Task<http::Response> call_route(App& app, Ctx ctx, const http::Request& request) {
    http::Routes<App> routes;
    payments::module().routes(routes);
    auto all = routes.take();
    auto route = std::ranges::find(all, "/webhooks/{gateway}", &http::Route::pattern);
    auto routed = request;
    routed.path_parameters = {{"gateway", request.path.substr(std::string_view("/webhooks/").size())}};
    auto work = route->run(&app, std::move(ctx), routed);
    co_return co_await std::move(work);
}

}  // namespace

Till::Till(int connections) : shop(connections), stripe(shop.floor.loop), razorpay(shop.floor.loop, shop.web), jazzcash(shop.floor.loop, shop.web), easypaisa(shop.floor.loop, shop.web) {
    shop.config.gateway_settings = {{"stripe_api", stripe.url()},
                                    {"stripe_secret_key", "sk_test_1"},
                                    {"stripe_publishable_key", "pk_test_1"},
                                    {"stripe_webhook_secret", std::string(ScriptedStripe::webhook_secret)},
                                    {"razorpay_api", razorpay.url()},
                                    {"razorpay_script", razorpay.url() + "/v1/checkout.js"},
                                    {"razorpay_key_id", razorpay.it.keys.id},
                                    {"razorpay_key_secret", razorpay.it.keys.secret},
                                    {"razorpay_webhook_secret", std::string(RazorpayStand::webhook_secret)},
                                    {"jazzcash_url", jazzcash.url()},
                                    {"jazzcash_merchant_id", jazzcash.it.account.keys.merchant_id},
                                    {"jazzcash_password", jazzcash.it.account.keys.password},
                                    {"jazzcash_salt", jazzcash.it.account.keys.salt},
                                    {"jazzcash_merchant_mpin", jazzcash.it.account.keys.mpin}};
    for (auto& [name, value] : easypaisa.settings()) shop.config.gateway_settings[name] = value;
}

payments::PaymentId Till::open(Money amount, std::string method, std::string order, std::optional<Instant> pay_by) {
    auto id = payments::PaymentId::next(shop.ctx.now);
    if (order.empty()) order = "order " + std::to_string(++next_order);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        payments::open(tx, {{.id = id, .order = order, .order_number = "T-1", .tender = payments::Tender::of(method, amount).value(), .email = "ayesha@example.com", .pay_by = pay_by}});
        co_return true;
    };
    shop.run(shop.floor.db.transaction(shop.ctx, body));
    return id;
}

payments::PaymentId Till::started(Money amount, std::string order) {
    auto id = open(amount, "stripe", std::move(order));
    auto next = start(id);
    if (!next || next->kind != "client_secret") throw std::logic_error("the payment did not start");
    return id;
}

int Till::post(http::Request request) { return shop.run(call_route(shop.app, shop.ctx, request)).status; }

int Till::hand_in(payments::PaymentId payment, const std::string& type, const std::string& event) {
    return post(stripe.webhook(event, type, *stripe.of_payment(payment.text()), shop.ctx.now));
}

void Till::deliver(payments::PaymentId payment, const std::string& type) {
    EXPECT_EQ(hand_in(payment, type, "evt_" + std::to_string(++next_event)), 200);
    work();
}

payments::Charge Till::charge(payments::PaymentId payment) {
    auto row = shop.run(shop.floor.db.read(shop.ctx, payments::sql::payment(payment)));
    return payments::charge_of(shop.app, row.value(), shop.ctx.store);
}

std::string Till::state(payments::PaymentId payment) {
    auto row = shop.run(shop.floor.db.read(shop.ctx, payments::sql::payment(payment)));
    return row ? std::string(shape_name(row->state)) : "missing";
}

std::int64_t Till::account(const std::string& name) {
    return shop.count("select coalesce(sum(minor), 0)::bigint from ledger.lines where account = '" + name + "'");
}

std::int64_t Till::news(const std::string& name, payments::PaymentId payment) {
    return shop.count("select count(*) from jobs.events where name = '" + name + "' and payload->>'payment' = '" + payment.text() + "'");
}

std::int64_t Till::receipts(const std::string& use) { return shop.count("select count(*) from payments.receipts where use = '" + use + "'"); }

void Till::expect_sound(std::int64_t kept_minor) {
    EXPECT_EQ(shop.count("select coalesce(sum(minor), 0)::bigint from ledger.lines"), 0);
    EXPECT_EQ(account("clearing:stripe"), stripe.money_held());
    EXPECT_EQ(account("clearing:razorpay"), razorpay.money_held());
    EXPECT_EQ(account("clearing:jazzcash"), jazzcash.it.account.money_held());
    EXPECT_EQ(account("clearing:easypaisa"), easypaisa.money_held());
    EXPECT_EQ(account("surplus"), -kept_minor) << "every surplus has gone back";
    EXPECT_EQ(shop.count("select count(*) from payments.payments p where state in ('succeeded', 'refunded') and not exists (select from payments.receipts r where r.payment = p.id)"), 0);
    EXPECT_EQ(shop.count("select count(*) from payments.receipts r join payments.payments p on p.id = r.payment where r.use = 'order' and p.state not in ('succeeded', 'refunded')"), 0);
    EXPECT_EQ(shop.count("select count(*) from jobs.jobs where state = 'parked'"), 0);
}

}  // namespace vitrine::test
