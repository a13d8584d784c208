// Every road to the one settlement, in every order and at the same time, against a Stripe on loopback that does as the test says.
#include <gtest/gtest.h>

#include <algorithm>

#include "modules/ledger/api.h"
#include "modules/payments/steps.h"
#include "tests/shop/long.h"
#include "tests/shop/till.h"

namespace vitrine::payments {
namespace {

using test::Shop;
using test::Till;

constexpr auto paid_event = "payment_intent.succeeded";

/// The steps that race after a buyer was sent to pay.
struct Story {
    Till& till;
    PaymentId payment;
    std::string event;

    void run(char step) {
        switch (step) {
            case 'p': till.stripe.pay(till.intent_of(payment)); break;
            case 'v': till.verify(payment); break;
            case 'w': till.hand_in(payment, paid_event, event), till.work(); break;
            case 's': till.work(2min); break;
            case 'c': till.shop.run(cancel(till.shop.app, till.shop.ctx, payment)); break;
            default: FAIL() << "no such step";
        }
    }
};

// Traps 33 and 35: the buyer's return, the webhook twice and the sweeper, before and after the money, in all orders.
TEST(settle, ends_in_one_capture_whatever_the_order_of_its_roads) {
    Till till;
    std::string steps = "psvww";
    std::ranges::sort(steps);
    std::int64_t stories = 0;
    do {
        Story story{till, till.started(), "evt_" + steps};
        for (char step : steps) story.run(step);
        ++stories;
        till.verify(story.payment);
        ASSERT_EQ(till.state(story.payment), "succeeded") << steps;
        ASSERT_EQ(till.news("payments.succeeded", story.payment), 1) << steps;
        ASSERT_EQ(till.news("payments.failed", story.payment), 0) << steps;
    } while (std::ranges::next_permutation(steps).found);
    EXPECT_EQ(stories, 60);
    EXPECT_EQ(till.receipts("order"), stories);
    EXPECT_EQ(till.receipts("surplus"), 0);
    EXPECT_EQ(till.account("receivable"), -stories * 160'000);
    till.expect_sound();
}

// The order is given up at any moment of the same story: paid once or closed for good, never charged and closed without the money going back.
TEST(settle, ends_paid_or_unpayable_when_the_order_is_given_up_on_the_way) {
    Till till;
    std::string steps = "cpsvw";
    do {
        Story story{till, till.started(), "evt_" + steps};
        for (char step : steps) story.run(step);
        till.verify(story.payment);
        bool is_charged = till.stripe.of_payment(story.payment.text())->status == "succeeded";
        ASSERT_EQ(till.state(story.payment), is_charged ? "succeeded" : "cancelled") << steps;
        ASSERT_EQ(till.news("payments.succeeded", story.payment), is_charged) << steps;
        ASSERT_EQ(till.news("payments.failed", story.payment), !is_charged) << steps;
    } while (std::ranges::next_permutation(steps).found);
    till.expect_sound();
}

Task<bool> verify_once(App& app, Ctx ctx, PaymentId id) {
    co_await sleep_for(Duration(std::int64_t(id.value.bytes[15]) * 20));
    auto view = co_await verify(app, ctx, id);
    co_return view && view->state == State::succeeded;
}

// Trap 33: the browser's confirmation and the webhook at the same time, many times over.
TEST(settle, captures_once_when_browser_and_webhook_come_at_the_same_time) {
    Till till(16);
    auto rounds = test::rounds(20, 500);
    for (int round = 0; round < rounds; ++round) {
        auto payment = till.started();
        till.stripe.pay(till.intent_of(payment));
        till.hand_in(payment, paid_event, "evt_" + std::to_string(round));
        std::vector<Task<bool>> roads;
        for (int n = 0; n < 6; ++n) roads.push_back(verify_once(till.shop.app, till.shop.ctx, payment));
        auto work = [](Till& till) -> Task<bool> {
            jobs::Worker worker(till.shop.floor.loop, till.shop.floor.worker_db, till.shop.floor.db, till.shop.database.worker(), jobs::Registry::global(), &till.shop.app);
            co_await worker.run_due(till.shop.ctx.now);
            co_return true;
        };
        roads.push_back(work(till));
        for (bool fine : till.shop.run(test::all_of(std::move(roads)))) ASSERT_TRUE(fine);
        ASSERT_EQ(till.news("payments.succeeded", payment), 1);
    }
    EXPECT_EQ(till.receipts("order"), rounds);
    till.expect_sound();
}

// Trap 34: "already captured" is success.
TEST(settle, takes_already_captured_for_success) {
    Till till;
    auto payment = till.started();
    auto intent = till.intent_of(payment);
    till.stripe.authorize(intent);
    till.stripe.faults = {test::ScriptedStripe::Fault::none, test::ScriptedStripe::Fault::error_after};  // the capture happens, its answer is lost
    EXPECT_EQ(till.verify(payment).error().code, "payments.gateway_unreachable");
    EXPECT_EQ(till.state(payment), "pending");
    EXPECT_EQ(till.verify(payment)->state, State::succeeded);
    auto again = till.shop.run(find_gateway("stripe")->capture(till.shop.app, till.shop.ctx, till.charge(payment), intent));
    ASSERT_TRUE(again);
    EXPECT_EQ(again->standing, Standing::succeeded);
    till.expect_sound();
}

// Trap 38: a decline keeps the payment open for another card, a cancellation ends it and says so.
TEST(settle, hears_declines_and_cancellations) {
    Till till;
    auto payment = till.started();
    till.stripe.decline(till.intent_of(payment), "Your card was declined.");
    till.deliver(payment, "payment_intent.payment_failed");
    auto view = till.verify(payment);
    EXPECT_EQ(view->state, State::pending);
    EXPECT_EQ(view->failure, "Your card was declined.");
    EXPECT_EQ(till.news("payments.failed", payment), 0);

    till.stripe.only().status = "canceled";
    till.deliver(payment, "payment_intent.canceled");
    EXPECT_EQ(till.state(payment), "cancelled");
    EXPECT_EQ(till.news("payments.failed", payment), 1);
    till.expect_sound();
}

// Trap 40: two attempts of one order are both paid; the second goes back by itself.
TEST(settle, gives_the_second_payment_of_an_order_back) {
    Till till;
    auto first = till.started(Shop::rupees(1'600), "order x"), second = till.started(Shop::rupees(1'600), "order x");
    for (auto payment : {first, second}) till.stripe.pay(till.intent_of(payment)), till.deliver(payment, paid_event);
    EXPECT_EQ(till.state(first), "succeeded");
    EXPECT_EQ(till.state(second), "cancelled");
    EXPECT_EQ(till.news("payments.surplus", second), 1);
    EXPECT_EQ(till.news("payments.failed", second), 0) << "the order is paid";
    EXPECT_EQ(till.stripe.money_held(), 160'000);
    till.expect_sound();
}

// Trap 45: money of another amount or currency settles nothing and goes back.
TEST(settle, refuses_another_amount_or_currency_and_gives_it_back) {
    Till till;
    for (auto [amount, currency] : {std::pair{100'000, "pkr"}, std::pair{160'000, "usd"}}) {
        auto payment = till.started();
        auto& intent = till.stripe.intents.at(till.intent_of(payment));
        intent.amount = amount;
        intent.currency = currency;
        till.stripe.pay(intent.id);
        till.deliver(payment, paid_event);
        EXPECT_EQ(till.state(payment), "failed");
        EXPECT_EQ(till.news("payments.surplus", payment), 1);
        EXPECT_EQ(till.news("payments.failed", payment), 1);
        EXPECT_EQ(intent.refunded, intent.received);
    }
    EXPECT_EQ(till.receipts("order"), 0);
    till.expect_sound();
}

TEST(settle, gives_late_money_of_a_closed_payment_back) {
    Till till;
    auto payment = till.started();
    auto& intent = till.stripe.only();
    EXPECT_EQ(till.shop.run(cancel(till.shop.app, till.shop.ctx, payment))->state, State::cancelled);
    intent.status = "requires_payment_method";  // a gateway that lets a cancelled charge through all the same
    till.stripe.pay(intent.id);
    till.deliver(payment, paid_event);
    EXPECT_EQ(till.state(payment), "cancelled");
    EXPECT_EQ(till.stripe.money_held(), 0);
    EXPECT_EQ(till.news("payments.succeeded", payment), 0);
    till.expect_sound();
}

// Trap 39: one reference belongs to one payment.
TEST(settle, refuses_a_reference_of_another_payment) {
    Till till;
    auto mine = till.started(), other = till.started();
    Truth stolen{.reference = till.intent_of(other), .standing = Standing::succeeded, .received = Shop::rupees(1'600), .claimed_payment = mine.text()};
    EXPECT_EQ(till.shop.run(settle(till.shop.app, till.shop.ctx, mine, stolen)).error().code, "payments.reference_taken");
    Truth foreign{.reference = till.intent_of(mine), .standing = Standing::succeeded, .received = Shop::rupees(1'600), .claimed_payment = other.text()};
    EXPECT_EQ(till.shop.run(settle(till.shop.app, till.shop.ctx, mine, foreign)).error().code, "payments.reference_taken");
    EXPECT_EQ(till.receipts("order"), 0);
}

// The n-th call to the gateway fails, before or after its work was done: the story ends as if it had not.
TEST(settle, survives_the_failure_of_any_single_gateway_call) {
    using Fault = test::ScriptedStripe::Fault;
    Till till;
    for (auto fault : {Fault::error_before, Fault::error_after})
        for (size_t n = 0; n < 6; ++n) {
            till.stripe.faults.assign(n, Fault::none);
            till.stripe.faults.push_back(fault);
            auto payment = till.open();
            till.start(payment);
            till.work(2min);
            ASSERT_NE(till.stripe.of_payment(payment.text()), nullptr) << n;
            till.stripe.pay(till.intent_of(payment));
            till.hand_in(payment, paid_event, "evt_" + payment.text());
            for (int round = 1; round < 8; ++round) till.work(round * 10min);
            ASSERT_EQ(till.state(payment), "succeeded") << n;
            ASSERT_EQ(till.news("payments.succeeded", payment), 1) << n;
            till.stripe.faults.clear();
        }
    EXPECT_EQ(till.receipts("order"), 12);
    till.expect_sound();
}

}  // namespace
}  // namespace vitrine::payments
