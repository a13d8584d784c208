#include <gtest/gtest.h>

#include "modules/payments/operations.h"
#include "modules/payments/steps.h"
#include "tests/shop/desk.h"
#include "tests/shop/till.h"

namespace vitrine::payments {
namespace {

using simulators::FaultKind;
using test::Till;

std::vector<std::string> stuck_after(Till& till, Duration later) {
    auto ctx = till.shop.ctx;
    ctx.now += later;
    std::vector<std::string> out;
    for (const auto& one : till.shop.run(stuck(till.shop.app, ctx, {}, 100))) out.push_back(one.payment.id.text() + " " + one.why);
    return out;
}

TEST(stuck_payments, are_those_whose_end_should_be_known) {
    Till till;
    auto never_started = till.open();
    auto waiting = till.started();
    auto transfer = till.open(test::Shop::rupees(1'600), "bank_transfer");
    auto paid = till.started();
    till.stripe.pay(till.intent_of(paid));
    till.verify(paid);
    EXPECT_TRUE(stuck_after(till, 4min).empty());
    EXPECT_EQ(stuck_after(till, 6min), std::vector{never_started.text() + " never_started"});
    EXPECT_EQ(stuck_after(till, 46min), (std::vector{waiting.text() + " not_closed", never_started.text() + " never_started"})) << "newest first";
    EXPECT_EQ(stuck_after(till, 73h).front(), transfer.text() + " not_closed");
}

TEST(stuck_payments, are_mended_by_asking_about_them_all) {
    Till till;
    auto never_started = till.open(), paid_unheard = till.started(), over = till.started();
    till.stripe.pay(till.intent_of(paid_unheard));
    auto ctx = till.shop.ctx;
    auto ask = [&](std::vector<PaymentId> ids) { return till.shop.run(reverify(till.shop.app, ctx, std::move(ids))); };
    auto first = ask({never_started, paid_unheard});
    EXPECT_EQ(first[0].before, State::created);
    EXPECT_EQ(first[0].after, State::pending) << "started";
    EXPECT_EQ(first[1].after, State::succeeded);
    ctx.now += 46min;
    auto late = ask({over, PaymentId::next(ctx.now)});
    EXPECT_EQ(late[0].after, State::cancelled) << "closed, its window is over";
    EXPECT_EQ(late[1].refusal, "payments.not_found");
    EXPECT_FALSE(late[1].before);
    till.expect_sound();
}

TEST(stuck_payments, stay_as_they_are_while_their_gateway_is_away) {
    Till till;
    auto payment = till.started();
    till.stripe.pay(till.intent_of(payment));
    for (int n = 0; n < 3; ++n) till.stripe.faults.push_back(test::ScriptedStripe::Fault::error_before);
    auto asked = till.shop.run(reverify(till.shop.app, till.shop.ctx, {payment}));
    EXPECT_EQ(asked[0].refusal, "payments.gateway_unreachable");
    EXPECT_EQ(asked[0].after, State::pending);
    EXPECT_EQ(till.state(payment), "pending");
}

TEST(waiting, counts_what_waits_for_somebody_by_gateway) {
    Till till;
    EXPECT_TRUE(till.shop.run(waiting(till.shop.app, till.shop.ctx)).empty());
    till.open();
    auto odd = till.stripe.webhook("evt_odd", "payment_intent.succeeded", {.id = "pi_x"}, till.shop.ctx.now);
    odd.body = "[]";
    odd.headers = {{"stripe-signature", till.stripe.signature(std::to_string(std::chrono::duration_cast<std::chrono::seconds>(till.shop.ctx.now.time_since_epoch()).count()), odd.body)}};
    EXPECT_EQ(till.post(odd), 200);
    auto ctx = till.shop.ctx;
    ctx.now += 10min;
    auto waits = till.shop.run(waiting(till.shop.app, ctx));
    ASSERT_EQ(waits.size(), 1u);
    EXPECT_EQ(waits[0].gateway, "stripe");
    EXPECT_EQ(waits[0].stuck, 1);
    EXPECT_EQ(waits[0].quarantined, 1);
    EXPECT_EQ(waits[0].surplus, 0);
}

TEST(payments_desk, shows_figures_stuck_ones_and_asks_about_many) {
    test::Desk desk;
    auto summary = desk.get("/api/v1/admin/payments/summary");
    ASSERT_EQ(summary.status, 200) << summary.body;
    EXPECT_EQ(summary.number("/unreconciled"), 0);
    EXPECT_EQ(summary.text("/gateways/0/circuit"), "closed");
    EXPECT_EQ(desk.get("/api/v1/admin/payments?state=stuck").status, 200);
    EXPECT_EQ(desk.get("/api/v1/admin/payments?state=pending").status, 200);
    EXPECT_EQ(desk.get("/api/v1/admin/payments?state=lost").status, 422);
    EXPECT_EQ(desk.post("/api/v1/admin/payments/reverification", R"({"all_stuck":true})").text("/items"), "[]");
    EXPECT_EQ(desk.post("/api/v1/admin/payments/reverification", "{}").status, 422);
    desk.permissions = {"payments:read"};
    EXPECT_EQ(desk.post("/api/v1/admin/payments/reverification", R"({"all_stuck":true})").status, 403);
}

}  // namespace
}  // namespace vitrine::payments
