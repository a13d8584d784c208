// Money that is authorised first and taken on demand.
#include <gtest/gtest.h>

#include "modules/payments/rules.h"
#include "modules/payments/steps.h"
#include "tests/shop/stripe_stand.h"

namespace vitrine::payments {
namespace {

using simulators::FaultKind;
using test::Counter;
using test::Shop;

constexpr auto authorized_event = "payment_intent.amount_capturable_updated";
const std::map<std::string, std::string> by_staff{{"stripe_capture", "manual"}};

PaymentId authorized(Counter& counter) {
    auto payment = counter.started();
    EXPECT_EQ(counter.stripe.pay(payment), "requires_capture");
    EXPECT_EQ(counter.hear(authorized_event), 200);
    EXPECT_EQ(counter.till.state(payment), "authorized");
    return payment;
}
Result<PaymentView> take(Counter& counter, PaymentId payment) { return counter.till.shop.run(capture(counter.till.shop.app, counter.till.shop.ctx, payment)); }

TEST(stripe_capture, waits_for_a_person_whoever_asks_meanwhile) {
    Counter counter(by_staff);
    auto payment = authorized(counter);
    for (int n = 0; n < 3; ++n) EXPECT_EQ(counter.till.verify(payment)->state, State::authorized);
    EXPECT_EQ(counter.hear(authorized_event), 200);
    EXPECT_EQ(counter.till.news("payments.authorized", payment), 1);
    EXPECT_EQ(counter.till.news("payments.succeeded", payment), 0);
    EXPECT_EQ(counter.stripe.money_held(), 0);
    EXPECT_EQ(take(counter, payment)->state, State::succeeded);
    EXPECT_EQ(counter.hear("payment_intent.succeeded"), 200);
    EXPECT_EQ(counter.till.news("payments.succeeded", payment), 1);
    EXPECT_EQ(counter.stripe.money_held(), 160'000);
    counter.expect_sound();
}

TEST(stripe_capture, is_at_once_where_the_store_wants_it_so) {
    Counter counter;
    auto payment = counter.started();
    EXPECT_EQ(counter.stripe.pay(payment), "succeeded");
    EXPECT_EQ(counter.till.verify(payment)->state, State::succeeded);
    EXPECT_EQ(counter.till.news("payments.authorized", payment), 0);
    counter.expect_sound();
}

// Trap 34: "already captured" is success, whoever captured, and however its answer got lost.
TEST(stripe_capture, that_happened_before_is_success) {
    Counter counter(by_staff);
    auto payment = authorized(counter);
    counter.stripe.it.faults.add({"payment_intents.capture", FaultKind::lost_answer, 1, {}, {}});
    for (int n = 0; n < 3; ++n) EXPECT_EQ(take(counter, payment)->state, State::succeeded);
    auto elsewhere = authorized(counter);
    ASSERT_TRUE(counter.stripe.it.account.capture_intent(counter.stripe.id_of(elsewhere), {}));  // in the Dashboard
    EXPECT_EQ(take(counter, elsewhere)->state, State::succeeded);
    EXPECT_EQ(counter.till.receipts("order"), 2);
    EXPECT_EQ(counter.till.shop.count("select count(*) from payments.refunds"), 0);
    counter.expect_sound();
}

TEST(stripe_capture, refuses_what_nobody_has_authorised) {
    Counter counter(by_staff);
    auto payment = counter.started();
    EXPECT_EQ(take(counter, payment).error().code, "payments.not_authorized");
    EXPECT_EQ(take(counter, PaymentId::next(counter.till.shop.ctx.now)).error().code, "payments.not_found");
    auto by_transfer = counter.till.open(Shop::rupees(1'600), "bank_transfer");
    EXPECT_EQ(take(counter, by_transfer).error().code, "payments.not_authorized");
    EXPECT_EQ(counter.staff(http::Method::post, "/api/v1/admin/payments/" + payment.text() + "/capture").first, 409);
    EXPECT_EQ(counter.staff(http::Method::post, "/api/v1/admin/payments/" + authorized(counter).text() + "/capture").first, 200);
}

TEST(stripe_capture, that_comes_too_late_finds_the_authorisation_lapsed) {
    Counter counter(by_staff);
    auto payment = authorized(counter);
    ASSERT_TRUE(counter.stripe.it.account.end_intent(counter.stripe.id_of(payment), "lapsed"));
    EXPECT_EQ(take(counter, payment).error().code, "payments.not_authorized");
    EXPECT_EQ(counter.till.state(payment), "cancelled");
    EXPECT_EQ(counter.till.news("payments.failed", payment), 1);
    for (auto kind : {"charge.expired", "payment_intent.canceled"}) EXPECT_EQ(counter.hear(kind), 200);
    EXPECT_EQ(counter.till.news("payments.failed", payment), 1);
    counter.expect_sound();
}

TEST(stripe_capture, is_not_hurried_by_the_sweeper_which_notices_when_it_lapses) {
    Counter counter(by_staff);
    auto payment = authorized(counter);
    for (auto later : {Duration(31min), Duration(2h), Duration(25h), Duration(24h * 3)}) counter.till.work(later);
    EXPECT_EQ(counter.till.state(payment), "authorized") << "the window to pay in is over, the one to capture in is not";
    ASSERT_TRUE(counter.stripe.it.account.end_intent(counter.stripe.id_of(payment), "lapsed"));  // and no message comes
    counter.till.work(24h * 7 + Duration(2min));
    EXPECT_EQ(counter.till.state(payment), "cancelled");
    counter.expect_sound();
}

TEST(stripe_capture, lets_the_money_go_when_the_payment_is_cancelled) {
    Counter counter(by_staff);
    auto payment = authorized(counter);
    EXPECT_EQ(counter.till.shop.run(cancel(counter.till.shop.app, counter.till.shop.ctx, payment))->state, State::cancelled);
    EXPECT_EQ(counter.stripe.intent_of(payment).at("status"), "canceled");
    EXPECT_EQ(counter.stripe.intent_of(payment).at("amount_capturable"), 0);
    counter.expect_sound();
}

TEST(stripe_capture, waits_for_a_page_of_stripes_own_too) {
    Counter counter(by_staff);
    auto payment = counter.started();
    ASSERT_TRUE(counter.till.shop.run(start_hosted(counter.till.shop.app, counter.till.shop.ctx, payment, {.base = "http://here"})));
    auto session = counter.stripe.it.account.sessions.order.back();
    ASSERT_TRUE(counter.stripe.it.account.pay_session(session, "4242424242424242"));
    EXPECT_EQ(counter.till.verify(payment)->state, State::authorized);
    EXPECT_EQ(take(counter, payment)->state, State::succeeded);
    counter.expect_sound();
}

TEST(look_at_authorized, comes_daily_and_right_after_the_window) {
    auto now = clock_now();
    EXPECT_EQ(rules::next_look_at_authorized(now, now + Duration(24h * 7)), now + Duration(24h));
    EXPECT_EQ(rules::next_look_at_authorized(now, now + Duration(2h)), now + Duration(2h) + Duration(1min));
    EXPECT_EQ(rules::next_look_at_authorized(now, now - Duration(2h)), now + Duration(15min));
}

}  // namespace
}  // namespace vitrine::payments
