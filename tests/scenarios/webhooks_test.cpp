// Outgoing webhooks from the order to the other side, which fails in every way.
#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "modules/outgoing/delivery.h"
#include "modules/outgoing/rules.h"
#include "modules/outgoing/signature.h"
#include "modules/payments/api.h"
#include "tests/shop/hook_stand.h"

namespace vitrine::test {
namespace {

using outgoing::DeliveryState;
using outgoing::EndpointState;

struct webhooks_out : testing::Test {
    webhooks_out() { shop.config.gateway_settings["webhooks_allow_private"] = "true"; }
    Shop shop;
    HookStand hook{shop};
    catalog::VariantId pen = shop.article("PEN-1", Shop::rupees(250), 100);

    outgoing::EndpointWithSecret endpoint(std::vector<std::string> events = {"*"}) {
        auto made = shop.run(outgoing::create_endpoint(shop.app, shop.ctx, {*Text<10, 500>::parse(hook.url()), {}, std::move(events), {}}));
        EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().code);
        return *made;
    }
    orders::OrderView buy() {
        auto placed = shop.place(shop.cart_ready_to_place({{pen, 1}}));
        EXPECT_EQ(placed.refusal(), "");
        shop.run_due_jobs();
        return placed.order();
    }
    void pay(const orders::OrderView& order, Instant when = clock_now() + 1s) {
        auto ctx = shop.ctx;
        ctx.now = clock_now();
        ASSERT_TRUE(shop.run(payments::mark_paid(shop.app, ctx, order.payment, order.payable, "on the statement")).has_value());
        shop.run_due_jobs(when);
    }
    std::vector<outgoing::DeliveryView> deliveries(outgoing::DeliveryFilter filter = {}) { return shop.run(outgoing::list_deliveries(shop.app, shop.ctx, filter)).items; }
    outgoing::EndpointView look(outgoing::EndpointId id) { return *shop.run(outgoing::find_endpoint(shop.app, shop.ctx, id)); }
    std::vector<std::string> types() {
        std::vector<std::string> out;
        for (const auto& one : hook.told) out.emplace_back(boost::json::parse(one.body).at("type").as_string());
        return out;
    }
};

TEST_F(webhooks_out, tell_what_was_chosen_signed_and_once) {
    auto made = endpoint({"orders.placed", "payments.succeeded"});
    auto order = buy();
    pay(order);
    ASSERT_EQ(types(), (std::vector<std::string>{"orders.placed", "payments.succeeded"}));
    const auto& told = hook.told[0];
    EXPECT_EQ(told.signature, outgoing::signature_of(made.secret, told.id, std::stoll(told.timestamp), told.body));
    auto body = boost::json::parse(told.body);
    EXPECT_EQ(body.at("id"), boost::json::string_view(told.id));
    EXPECT_EQ(body.at("store"), "test");
    EXPECT_EQ(body.at("aggregate"), boost::json::string_view(order.id.text()));
    EXPECT_EQ(body.at("sequence"), 1);
    EXPECT_EQ(body.at("data").at("number"), boost::json::string_view(order.number));
    auto log = shop.run(outgoing::find_delivery(shop.app, shop.ctx, deliveries().back().id));
    EXPECT_EQ(log->state, DeliveryState::delivered);
    ASSERT_EQ(log->log->size(), 1u);
    EXPECT_EQ(log->log->at(0).status, 200);
    EXPECT_EQ(log->log->at(0).answer, "answered by the stand");
}

TEST_F(webhooks_out, cost_nothing_where_nobody_listens) {
    buy();
    EXPECT_EQ(shop.count("select count(*) from outgoing.deliveries"), 0);
    auto made = endpoint();
    shop.run(outgoing::remove_endpoint(shop.app, shop.ctx, made.endpoint.id, {}));
    auto placed = shop.place(shop.cart_ready_to_place({{pen, 1}}));
    EXPECT_EQ(shop.count("select count(*) from jobs.jobs where kind like 'outgoing.%'"), 0);
}

TEST_F(webhooks_out, keep_the_order_of_what_is_about_one_thing) {
    endpoint({"orders.placed", "orders.state_changed"});
    hook.answers = {500, 500, 503};
    auto order = buy();
    pay(order);  // the first is still failing: the second waits behind it
    EXPECT_EQ(types(), std::vector<std::string>(hook.told.size(), "orders.placed"));
    for (int tries = 1; tries < 6; ++tries) shop.run_due_jobs(clock_now() + 12h * tries);
    auto all = types();
    ASSERT_EQ(all.back(), "orders.state_changed");
    EXPECT_EQ(std::ranges::count(all, "orders.placed"), 4);
    EXPECT_EQ(std::ranges::count(all, "orders.state_changed"), 1);
    for (const auto& one : hook.told)
        if (one.body == hook.told[0].body) EXPECT_EQ(one.id, hook.told[0].id);  // the other side knows a repeat by it
}

TEST_F(webhooks_out, let_others_pass_while_one_thing_waits) {
    endpoint({"orders.placed"});
    hook.answers = {500};
    buy();
    buy();
    EXPECT_NE(hook.told.front().body, hook.told.back().body);
}

TEST_F(webhooks_out, follow_nothing_elsewhere) {
    endpoint({"orders.placed"});
    hook.answers = {302, 307};
    buy();
    shop.run_due_jobs(clock_now() + 1h);
    EXPECT_EQ(hook.elsewhere, 0);
    EXPECT_EQ(hook.told.size(), 2u);
    EXPECT_EQ(deliveries().at(0).state, DeliveryState::pending);
}

TEST_F(webhooks_out, go_to_no_private_address_unless_the_settings_say_so) {
    endpoint({"orders.placed"});
    shop.config.gateway_settings.erase("webhooks_allow_private");  // what was allowed when it was made is not allowed any more
    buy();
    EXPECT_TRUE(hook.told.empty());
    auto log = shop.run(outgoing::find_delivery(shop.app, shop.ctx, deliveries().at(0).id));
    EXPECT_EQ(log->log->at(0).error, "this address is not a public one");
    auto refused = shop.run(outgoing::create_endpoint(shop.app, shop.ctx, {*Text<10, 500>::parse(hook.url()), {}, {"*"}, {}}));
    EXPECT_EQ(refused.error().code, "request.invalid");
}

TEST_F(webhooks_out, open_the_circuit_of_an_endpoint_that_keeps_failing_and_close_it_again) {
    auto made = endpoint({"orders.placed"});
    hook.answers = std::deque<int>(100, 500);
    for (int i = 0; i < 9 && look(made.endpoint.id).failures_in_row < outgoing::rules::failures_that_open; ++i) buy();
    ASSERT_TRUE(look(made.endpoint.id).open_until);
    auto told = hook.told.size();
    buy();
    EXPECT_EQ(hook.told.size(), told);  // nothing is sent into an open circuit
    hook.answers.clear();
    shop.run_due_jobs(clock_now() + 1h);
    for (int tries = 2; tries < 8; ++tries) shop.run_due_jobs(clock_now() + 6h * tries);
    EXPECT_EQ(look(made.endpoint.id).failures_in_row, 0);
    EXPECT_FALSE(look(made.endpoint.id).open_until);
    for (const auto& one : deliveries()) EXPECT_EQ(one.state, DeliveryState::delivered);
}

TEST_F(webhooks_out, sign_with_both_secrets_while_one_replaces_the_other) {
    auto made = endpoint({"orders.placed"});
    auto rotated = shop.run(outgoing::rotate_secret(shop.app, shop.ctx, made.endpoint.id, {}));
    ASSERT_TRUE(rotated.has_value());
    EXPECT_NE(rotated->secret, made.secret);
    buy();
    const auto& told = hook.told.at(0);
    auto at = std::stoll(told.timestamp);
    EXPECT_EQ(told.signature, outgoing::signature_of(rotated->secret, told.id, at, told.body) + " " + outgoing::signature_of(made.secret, told.id, at, told.body));
    auto at_once = shop.run(outgoing::rotate_secret(shop.app, shop.ctx, made.endpoint.id, {Whole<0, 168>{0}}));
    buy();
    const auto& next = hook.told.at(1);
    EXPECT_EQ(next.signature, outgoing::signature_of(at_once->secret, next.id, std::stoll(next.timestamp), next.body));
}

TEST_F(webhooks_out, keep_no_secret_that_can_be_read) {
    auto made = endpoint();
    auto bare = made.secret.substr(6);
    EXPECT_EQ(shop.count("select count(*) from outgoing.endpoints where position(convert_to('" + bare + "', 'UTF8') in secret) > 0"), 0);
    EXPECT_EQ(to_json(look(made.endpoint.id)).find("whsec"), std::string::npos);
}

TEST_F(webhooks_out, pause_an_endpoint_that_says_it_is_gone) {
    auto made = endpoint({"orders.placed"});
    hook.answers = {410};
    buy();
    EXPECT_EQ(look(made.endpoint.id).state, EndpointState::paused);
    EXPECT_EQ(deliveries().at(0).state, DeliveryState::skipped);
    buy();
    EXPECT_EQ(hook.told.size(), 1u);
}

TEST_F(webhooks_out, park_what_fails_for_days_until_a_person_sends_it_again) {
    endpoint({"orders.placed"});
    hook.answers = std::deque<int>(200, 500);
    buy();
    for (int tries = 1; tries < outgoing::deliver_options.attempts; ++tries) shop.run_due_jobs(clock_now() + 24h * tries);
    auto failed = deliveries().at(0);
    EXPECT_EQ(failed.state, DeliveryState::failed);
    EXPECT_EQ(shop.run(jobs::parked(shop.app.db, shop.ctx, 10)).size(), 1u);
    EXPECT_EQ(shop.run(outgoing::replay(shop.app, shop.ctx, outgoing::DeliveryId::next(clock_now()))).error().code, "outgoing.delivery_not_found");
    hook.answers.clear();
    auto back = shop.run(outgoing::replay(shop.app, shop.ctx, failed.id));
    ASSERT_TRUE(back.has_value()) << back.error().code;
    EXPECT_EQ(back->state, DeliveryState::pending);
    EXPECT_EQ(shop.run(outgoing::replay(shop.app, shop.ctx, failed.id)).error().code, "outgoing.still_on_its_way");
    shop.run_due_jobs(clock_now() + 24h * 100);
    EXPECT_EQ(deliveries().at(0).state, DeliveryState::delivered);
    EXPECT_TRUE(shop.run(jobs::parked(shop.app.db, shop.ctx, 10)).empty());
}

TEST_F(webhooks_out, send_again_what_was_delivered_under_the_same_id) {
    endpoint({"orders.placed"});
    buy();
    auto first = deliveries().at(0);
    auto again = shop.run(outgoing::replay(shop.app, shop.ctx, first.id));
    ASSERT_TRUE(again.has_value());
    EXPECT_EQ(again->replay_of, first.id);
    shop.run_due_jobs();
    ASSERT_EQ(hook.told.size(), 2u);
    EXPECT_EQ(hook.told[0].id, hook.told[1].id);
    EXPECT_EQ(hook.told[0].body, hook.told[1].body);
}

TEST_F(webhooks_out, make_one_delivery_of_news_that_are_relayed_twice) {
    endpoint({"orders.placed"});
    shop.place(shop.cart_ready_to_place({{pen, 1}}));
    shop.database.run("insert into jobs.jobs (store_id, id, kind, aggregate, turn, payload, due, request_id) select store_id, gen_random_uuid(), kind, aggregate, turn, payload, due, request_id from jobs.jobs "
                      "where kind = 'outgoing.relay' and payload->>'name' = 'orders.placed'");
    shop.run_due_jobs();
    EXPECT_EQ(hook.told.size(), 1u);
}

TEST_F(webhooks_out, can_be_tried_out) {
    auto made = endpoint({"orders.placed"});
    auto sent = shop.run(outgoing::send_test(shop.app, shop.ctx, made.endpoint.id));
    ASSERT_TRUE(sent.has_value());
    shop.run_due_jobs();
    EXPECT_EQ(types(), std::vector<std::string>{"webhooks.test"});
    EXPECT_EQ(shop.run(outgoing::send_test(shop.app, shop.ctx, outgoing::EndpointId::next(clock_now()))).error().code, "outgoing.endpoint_not_found");
}

}  // namespace
}  // namespace vitrine::test
