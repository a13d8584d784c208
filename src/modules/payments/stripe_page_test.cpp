// Stripe's own page for browsers without scripts: a session beside the payment intent, and one of them pays.
#include <gtest/gtest.h>

#include "modules/payments/steps.h"
#include "tests/shop/till.h"

namespace vitrine::payments {
namespace {

using test::Till;

struct Page {
    Page() {
        auto next = till.shop.run(start_hosted(till.shop.app, till.shop.ctx, payment, {.base = "http://here"}));
        EXPECT_TRUE(next && next->kind == "redirect" && !next->fields);
        session = till.stripe.sessions.empty() ? "" : till.stripe.sessions.begin()->first;
    }
    int hear(const std::string& event, const std::string& kind, const test::Intent& intent) { return till.post(till.stripe.webhook(event, kind, intent, till.shop.ctx.now)); }

    Till till;
    PaymentId payment = till.started();
    std::string session;
};

// Trap 33: the return, the intent's message and the sweeper all find the one payment.
TEST(stripe_page, settles_by_return_message_and_sweeper_once) {
    Page page;
    auto& intent = page.till.stripe.pay_session(page.session);
    auto back = [&] { return page.till.shop.run(take_return(page.till.shop.app, page.till.shop.ctx, "stripe", {{"session_id", page.session}})); };
    EXPECT_EQ(back()->state, State::succeeded);
    EXPECT_EQ(page.hear("evt_1", "payment_intent.succeeded", intent), 200);
    page.till.work(2min);
    EXPECT_EQ(back()->state, State::succeeded);
    EXPECT_EQ(page.till.news("payments.succeeded", page.payment), 1);
    EXPECT_EQ(page.till.receipts("order"), 1);
    EXPECT_EQ(page.till.receipts("surplus"), 0);
    page.till.expect_sound();
}

TEST(stripe_page, is_settled_by_the_message_alone_when_the_tab_was_closed) {
    Page page;
    auto& intent = page.till.stripe.pay_session(page.session);
    EXPECT_EQ(page.hear("evt_1", "payment_intent.succeeded", intent), 200);
    page.till.work();
    EXPECT_EQ(page.till.state(page.payment), "succeeded");
    page.till.expect_sound();
}

// A page that has expired says nothing while the card form is still open.
TEST(stripe_page, that_expired_leaves_the_payment_open_and_gives_way_to_a_new_one) {
    Page page;
    page.till.stripe.sessions.at(page.session).status = "expired";
    EXPECT_EQ(page.till.verify(page.payment)->state, State::pending);
    auto again = page.till.shop.run(start_hosted(page.till.shop.app, page.till.shop.ctx, page.payment, {.base = "http://here"}));
    ASSERT_TRUE(again);
    EXPECT_EQ(page.till.stripe.sessions.size(), 2u);
    page.till.stripe.pay(page.till.intent_of(page.payment));
    EXPECT_EQ(page.till.verify(page.payment)->state, State::succeeded);
    page.till.expect_sound();
}

// Trap 40: a buyer who pays both gets the second back.
TEST(stripe_page, and_card_form_both_paid_give_one_back) {
    Page page;
    auto& second = page.till.stripe.pay_session(page.session);
    page.till.stripe.pay(page.till.intent_of(page.payment));
    EXPECT_EQ(page.hear("evt_1", "payment_intent.succeeded", second), 200);
    page.till.work();
    page.till.verify(page.payment);
    page.till.work();
    EXPECT_EQ(page.till.state(page.payment), "succeeded");
    EXPECT_EQ(page.till.news("payments.surplus", page.payment), 1);
    EXPECT_EQ(page.till.stripe.money_held(), 160'000);
    page.till.expect_sound();
}

TEST(stripe_page, is_closed_with_the_payment_and_money_that_came_first_counts) {
    Page closed;
    EXPECT_EQ(closed.till.shop.run(cancel(closed.till.shop.app, closed.till.shop.ctx, closed.payment))->state, State::cancelled);
    EXPECT_EQ(closed.till.stripe.sessions.at(closed.session).status, "expired");
    Page paid;
    paid.till.stripe.pay_session(paid.session);
    EXPECT_EQ(paid.till.shop.run(cancel(paid.till.shop.app, paid.till.shop.ctx, paid.payment))->state, State::succeeded);
    paid.till.expect_sound();
}

}  // namespace
}  // namespace vitrine::payments
