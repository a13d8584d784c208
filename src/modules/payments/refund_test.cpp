#include <gtest/gtest.h>

#include "modules/payments/steps.h"
#include "tests/shop/till.h"

namespace vitrine::payments {
namespace {

using test::Shop;
using test::Till;
using Fault = test::ScriptedStripe::Fault;

PaymentId paid(Till& till) {
    auto payment = till.started(Shop::rupees(1'000));
    till.stripe.pay(till.intent_of(payment));
    till.verify(payment);
    return payment;
}
NewRefund of(Till& till, PaymentId payment, std::int64_t rupees) {
    return {.id = RefundId::next(till.shop.ctx.now), .payment = payment, .amount = Shop::rupees(rupees), .reason = "requested"};
}
Result<RefundView> give(Till& till, NewRefund wanted) { return till.shop.run(refund(till.shop.app, till.shop.ctx, std::move(wanted))); }

// Trap 3: a refund of exactly the captured amount succeeds.
TEST(refund, gives_the_whole_amount_back_and_ends_the_payment) {
    Till till;
    auto payment = paid(till);
    EXPECT_EQ(give(till, of(till, payment, 400))->state, RefundState::succeeded);
    EXPECT_EQ(till.state(payment), "succeeded");
    EXPECT_EQ(give(till, of(till, payment, 600))->state, RefundState::succeeded);
    EXPECT_EQ(till.state(payment), "refunded");
    EXPECT_EQ(till.account("refunds"), 100'000);
    EXPECT_EQ(till.stripe.money_held(), 0);
    till.expect_sound();
}

TEST(refund, refuses_what_was_not_captured_and_what_makes_no_sense) {
    Till till;
    auto open_one = till.started();
    EXPECT_EQ(give(till, of(till, open_one, 1)).error().code, "payments.refund_too_large");
    auto payment = paid(till);
    EXPECT_EQ(give(till, of(till, payment, 0)).error().code, "payments.wrong_amount");
    EXPECT_EQ(give(till, of(till, payment, -5)).error().code, "payments.wrong_amount");
    auto foreign = of(till, payment, 1);
    foreign.amount.currency = *Currency::parse("USD");
    EXPECT_EQ(give(till, foreign).error().code, "payments.wrong_amount");
    EXPECT_EQ(give(till, of(till, PaymentId::next(till.shop.ctx.now), 1)).error().code, "payments.not_found");
    EXPECT_EQ(till.stripe.money_held(), 100'000);
}

// Trap 46: of two refunds of 60 % at once one is refused.
TEST(refund, never_gives_back_more_than_was_captured_under_any_race) {
    Till till;
    for (int round = 0; round < 10; ++round) {
        auto payment = paid(till);
        std::vector<Task<Result<RefundView>>> both;
        for (int n = 0; n < 4; ++n) both.push_back(refund(till.shop.app, till.shop.ctx, of(till, payment, 600)));
        int refused = 0;
        for (auto& view : till.shop.run(test::all_of(std::move(both)))) refused += !view && view.error().code == "payments.refund_too_large";
        EXPECT_EQ(refused, 3);
    }
    EXPECT_EQ(till.stripe.money_held(), 10 * 40'000);
    till.expect_sound();
}

TEST(refund, with_the_same_id_happens_once) {
    Till till;
    auto wanted = of(till, paid(till), 300);
    std::vector<Task<Result<RefundView>>> both;
    for (int n = 0; n < 4; ++n) both.push_back(refund(till.shop.app, till.shop.ctx, wanted));
    for (auto& view : till.shop.run(test::all_of(std::move(both)))) EXPECT_TRUE(view && view->state == RefundState::succeeded);
    till.work();
    EXPECT_EQ(till.stripe.money_held(), 70'000);
    till.expect_sound();
}

// Trap 47: fail, try again, succeed; money and status agree at each step.
TEST(refund, that_failed_frees_its_amount) {
    Till till;
    auto payment = paid(till);
    till.stripe.refund_status = "failed";
    auto failed = give(till, of(till, payment, 1'000));
    EXPECT_EQ(failed->state, RefundState::failed);
    EXPECT_EQ(failed->failure, "declined");
    EXPECT_EQ(till.account("refunds"), 0);
    EXPECT_EQ(till.state(payment), "succeeded");
    till.stripe.refund_status = "succeeded";
    EXPECT_EQ(give(till, of(till, payment, 1'000))->state, RefundState::succeeded);
    EXPECT_EQ(till.state(payment), "refunded");
    till.expect_sound();
}

TEST(refund, whose_answer_was_lost_is_asked_for_again_with_the_same_key) {
    Till till;
    auto payment = paid(till);
    for (auto fault : {Fault::error_before, Fault::error_after}) {
        till.stripe.faults = {fault};
        EXPECT_EQ(give(till, of(till, payment, 500))->state, RefundState::created);
        till.work(1min);
    }
    EXPECT_EQ(till.state(payment), "refunded");
    EXPECT_EQ(till.stripe.refunds.size(), 2u);
    till.expect_sound();
}

TEST(refund, that_is_pending_is_watched_to_its_end) {
    Till till;
    auto payment = paid(till);
    till.stripe.refund_status = "pending";
    EXPECT_EQ(give(till, of(till, payment, 1'000))->state, RefundState::pending);
    EXPECT_EQ(till.account("refunds"), 0);
    till.work();
    till.stripe.refunds.begin()->second = "succeeded";
    till.work(11min);
    EXPECT_EQ(till.state(payment), "refunded");
    till.expect_sound();
}

TEST(give_back, turns_a_capture_into_surplus_and_returns_it_once) {
    Till till;
    auto payment = paid(till);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        give_back(tx, payment, "order 1", "stripe", Shop::rupees(1'000), "order_closed");
        co_return true;
    };
    for (int n = 0; n < 2; ++n) till.shop.run(till.shop.floor.db.transaction(till.shop.ctx, body)), till.work(1min);
    EXPECT_EQ(till.news("payments.surplus", payment), 1);
    EXPECT_EQ(till.state(payment), "refunded");
    EXPECT_EQ(till.account("receivable"), 0) << "the capture paid no order after all";
    EXPECT_EQ(till.account("refunds"), 0);
    till.expect_sound();
}

}  // namespace
}  // namespace vitrine::payments
