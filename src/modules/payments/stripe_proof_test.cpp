// Proof by the buyer's bank (3-D Secure), declines and other tries, instalments, amounts at the wire.
#include <gtest/gtest.h>

#include "modules/payments/gateways/list.h"
#include "modules/payments/gateways/stripe_options.h"
#include "modules/payments/steps.h"
#include "tests/shop/stripe_stand.h"

namespace vitrine::payments {
namespace {

using simulators::FaultKind;
using test::Counter;
using test::Shop;

constexpr auto always_asked = "4000002760003184", never_asked = "378282246310005";
const std::map<std::string, std::string> above_thousand{{"stripe_three_d_secure_above", "1000.00"}};

std::string asked(Counter& counter, PaymentId payment) {
    return std::string(counter.stripe.intent_of(payment).at("payment_method_options").at("card").at("request_three_d_secure").as_string());
}

TEST(stripe_proof, is_asked_for_above_the_threshold_and_in_a_currency_it_does_not_speak_of) {
    Counter counter(above_thousand);
    EXPECT_EQ(asked(counter, counter.started(Shop::rupees(1'000))), "automatic") << "not above";
    EXPECT_EQ(asked(counter, counter.started({100'001, *Currency::parse("PKR")})), "challenge");
    EXPECT_EQ(asked(counter, counter.started({5'000, *Currency::parse("USD")})), "challenge");
    Counter open;
    EXPECT_EQ(asked(open, open.started({5'000'000, *Currency::parse("PKR")})), "automatic") << "no threshold";
}

TEST(stripe_proof, that_came_settles_without_a_person) {
    Counter counter(above_thousand);
    auto payment = counter.started();
    EXPECT_EQ(counter.stripe.pay(payment), "requires_action");
    EXPECT_EQ(counter.till.verify(payment)->state, State::pending);
    EXPECT_EQ(counter.stripe.end_challenge(payment, true), "succeeded");
    EXPECT_EQ(counter.hear("payment_intent.succeeded"), 200);
    EXPECT_EQ(counter.till.state(payment), "succeeded");
    EXPECT_EQ(counter.till.news("payments.held", payment), 0);
    counter.expect_sound();
}

TEST(stripe_proof, that_failed_leaves_the_payment_open_for_another_card) {
    Counter counter(above_thousand);
    auto payment = counter.started();
    counter.stripe.pay(payment);
    EXPECT_EQ(counter.stripe.end_challenge(payment, false), "requires_payment_method");
    EXPECT_EQ(counter.hear("payment_intent.payment_failed"), 200);
    auto view = counter.till.verify(payment);
    EXPECT_EQ(view->state, State::pending);
    EXPECT_TRUE(view->failure && view->failure->starts_with("We are unable to authenticate")) << view->failure.value_or("");
    counter.stripe.pay(payment, always_asked);
    EXPECT_EQ(counter.stripe.end_challenge(payment, true), "succeeded");
    EXPECT_EQ(counter.till.verify(payment)->state, State::succeeded);
    counter.expect_sound();
}

TEST(stripe_proof, that_was_asked_for_and_did_not_come_goes_to_a_person) {
    Counter counter(above_thousand);
    auto payment = counter.started();
    EXPECT_EQ(counter.stripe.pay(payment, never_asked), "succeeded") << "Stripe only asks; a card without 3-D Secure proceeds";
    for (int n = 0; n < 3; ++n) EXPECT_EQ(counter.till.verify(payment)->state, State::succeeded);
    EXPECT_EQ(counter.hear("payment_intent.succeeded"), 200);
    EXPECT_EQ(counter.till.news("payments.held", payment), 1);
    constexpr auto reviews = "/api/v1/admin/payments/reviews?open=true";
    EXPECT_EQ(counter.first(reviews, "kind"), "no_three_d_secure");
    EXPECT_EQ(counter.first(reviews, "payment"), payment.text());
    auto approval = "/api/v1/admin/payments/reviews/" + counter.first(reviews, "id") + "/approval";
    EXPECT_EQ(counter.staff(http::Method::post, approval, R"({"note":""})").first, 422) << "a person says why";
    for (int n = 0; n < 2; ++n) EXPECT_EQ(counter.staff(http::Method::post, approval, R"({"note":"Called the buyer"})").first, 200);
    EXPECT_EQ(counter.first(reviews, "id"), "");
    EXPECT_EQ(counter.till.news("payments.released", payment), 1);
    EXPECT_EQ(counter.till.shop.count("select count(*) from payments.fraud_warnings where decided_by = 'key_test' and note = 'Called the buyer'"), 1);
    counter.expect_sound();

    auto small = counter.started(Shop::rupees(999));
    counter.stripe.pay(small, never_asked);
    EXPECT_EQ(counter.till.verify(small)->state, State::succeeded);
    EXPECT_EQ(counter.till.news("payments.held", small), 0) << "it was not asked for";
}

TEST(stripe_proof, is_asked_for_on_stripes_own_page_too) {
    Counter counter(above_thousand);
    auto payment = counter.started();
    ASSERT_TRUE(counter.till.shop.run(start_hosted(counter.till.shop.app, counter.till.shop.ctx, payment, {.base = "http://here"})));
    auto session = counter.stripe.it.account.sessions.order.back();
    ASSERT_TRUE(counter.stripe.it.account.pay_session(session, never_asked));
    EXPECT_EQ(counter.till.verify(payment)->state, State::succeeded);
    EXPECT_EQ(counter.till.news("payments.held", payment), 1);
}

// Trap 38: every decline leaves the payment open and tells the buyer why; another try within the window pays.
TEST(stripe_decline, says_why_and_leaves_room_for_another_try) {
    Counter counter;
    const std::vector<std::pair<std::string, std::string>> cards{{"4000000000000002", "Your card was declined."},
                                                                 {"4000000000009995", "Your card has insufficient funds."},
                                                                 {"4000000000009979", "Your card was declined."},
                                                                 {"4000000000000069", "Your card has expired."},
                                                                 {"4000000000000127", "Your card's security code is incorrect."},
                                                                 {"4000000000000119", "An error occurred while processing your card. Try again in a little bit."},
                                                                 {"4100000000000019", "Your card was declined."}};
    auto payment = counter.started();
    for (const auto& [card, words] : cards) {
        EXPECT_EQ(counter.stripe.pay(payment, card), "requires_payment_method") << card;
        EXPECT_EQ(counter.hear("payment_intent.payment_failed"), 200);
        auto view = counter.till.verify(payment);
        EXPECT_EQ(view->state, State::pending) << card;
        EXPECT_EQ(view->failure, words) << card;
    }
    EXPECT_EQ(counter.till.news("payments.failed", payment), 0);
    EXPECT_EQ(counter.stripe.pay(payment), "succeeded");
    EXPECT_EQ(counter.till.verify(payment)->state, State::succeeded);
    counter.expect_sound();
}

TEST(stripe_decline, comes_by_code_when_the_simulator_is_told_so) {
    Counter counter;
    auto payment = counter.started();
    counter.stripe.it.faults.add({.call = "payment_intents.confirm", .kind = FaultKind::decline, .times = 1, .delay_ms = {}, .status = {}, .code = "expired_card"});
    EXPECT_EQ(counter.stripe.pay(payment), "requires_payment_method");
    EXPECT_EQ(counter.till.verify(payment)->failure, "Your card has expired.");
    EXPECT_EQ(counter.stripe.pay(payment), "succeeded");
}

// Trap 45: the shopper was charged another amount: nothing is settled, and all of it goes back.
TEST(stripe_decline, of_another_amount_is_ours_and_the_money_goes_back) {
    Counter counter;
    auto payment = counter.started();
    counter.stripe.it.faults.add({"payment_intents.confirm", FaultKind::wrong_amount, 1, {}, {}});
    EXPECT_EQ(counter.stripe.pay(payment), "succeeded");
    EXPECT_EQ(counter.hear("payment_intent.succeeded"), 200);
    counter.till.work();
    EXPECT_EQ(counter.till.state(payment), "failed");
    EXPECT_EQ(counter.till.news("payments.surplus", payment), 1);
    EXPECT_EQ(counter.stripe.money_held(), 0);
    counter.expect_sound();
}

// Trap 18: what goes over the wire is in the currency's own smallest unit, and what Stripe cannot take exactly is not offered.
TEST(stripe_amount_at_the_wire, is_right_without_two_decimals) {
    Counter counter;
    auto sent = [&](std::int64_t minor, std::string_view currency) { return counter.stripe.intent_of(counter.started({minor, *Currency::parse(currency)})).at("amount").as_int64(); };
    EXPECT_EQ(sent(500, "JPY"), 500);
    EXPECT_EQ(sent(1'230, "KWD"), 1'230);
    EXPECT_EQ(sent(1'010, "INR"), 1'010);
    Config config;
    config.gateway_settings = {{"stripe_secret_key", "sk_test_1"}, {"stripe_publishable_key", "pk_test_1"}};
    stores::Store store;
    EXPECT_TRUE(unfit_reason(config, providers::stripe(), store, {1'235, *Currency::parse("KWD")}, "KW")) << "the last of three digits must be zero";
    EXPECT_FALSE(unfit_reason(config, providers::stripe(), store, {1'230, *Currency::parse("KWD")}, "KW"));
    auto yen = counter.started({500, *Currency::parse("JPY")});
    EXPECT_EQ(counter.stripe.pay(yen), "succeeded");
    EXPECT_EQ(counter.till.verify(yen)->amount, (Money{500, *Currency::parse("JPY")}));
    counter.expect_sound();
}

TEST(stripe_instalments, are_offered_where_the_store_wants_them_and_stripe_has_them) {
    Counter counter({{"stripe_instalments", "yes"}});
    auto plans = [&](std::string_view currency) { return counter.stripe.intent_of(counter.started({500'000, *Currency::parse(currency)})).at("payment_method_options").at("card").at("installments"); };
    EXPECT_EQ(plans("MXN").at("available_plans").as_array().size(), 4u);
    EXPECT_TRUE(plans("JPY").is_object());
    EXPECT_TRUE(plans("INR").is_null());
    Counter without;
    auto payment = without.started({500'000, *Currency::parse("MXN")});
    EXPECT_TRUE(without.stripe.intent_of(payment).at("payment_method_options").at("card").at("installments").is_null());
}

// Rotation: while both secrets are set, messages signed by either are taken.
TEST(webhook_secret, may_be_rolled_at_both_gateways) {
    Counter counter;
    auto& settings = counter.till.shop.config.gateway_settings;
    auto payment = counter.started();
    counter.stripe.pay(payment);
    auto signed_by = [&](std::string_view secret) { return counter.till.post(counter.stripe.message("payment_intent.succeeded", counter.till.shop.ctx.now, secret)); };
    settings["stripe_webhook_secret"] = "whsec_new, whsec_old";
    EXPECT_EQ(signed_by("whsec_old"), 200);
    EXPECT_EQ(signed_by("whsec_new"), 200);
    EXPECT_EQ(signed_by("whsec_older"), 400);
    settings["stripe_webhook_secret"] = "whsec_new";
    EXPECT_EQ(signed_by("whsec_old"), 400) << "the overlap is over";
    counter.till.work();
    EXPECT_EQ(counter.till.state(payment), "succeeded");

    auto body = std::string(R"({"event":"payment.captured","payload":{"payment":{"entity":{"id":"pay_1","order_id":"order_1"}}}})");
    auto at_razorpay = [&](std::string_view secret) { return counter.till.post(test::razorpay_message("evt_" + std::string(secret), body, secret)); };
    settings["razorpay_webhook_secret"] = "rzp_new, rzp_old";
    EXPECT_EQ(at_razorpay("rzp_old"), 200);
    EXPECT_EQ(at_razorpay("rzp_new"), 200);
    EXPECT_EQ(at_razorpay("rzp_older"), 400);
}

}  // namespace
}  // namespace vitrine::payments
