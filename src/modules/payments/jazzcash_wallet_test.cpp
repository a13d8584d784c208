// A buyer's mobile wallet asked from our own page, and money on its way back through JazzCash.
#include <gtest/gtest.h>

#include "modules/payments/gateways/jazzcash_fields.h"
#include "modules/payments/steps.h"
#include "tests/shop/till.h"

namespace vitrine::payments {
namespace {

using simulators::FaultKind;
using test::Till;

constexpr auto price = 160'000;

PaymentId started(Till& till) {
    auto payment = till.open(test::Shop::rupees(1'600), "jazzcash");
    auto next = till.start(payment);
    EXPECT_TRUE(next && next->kind == "wallet");
    return payment;
}
Task<Result<PaymentView>> asking(Till& till, PaymentId payment, std::string mobile) {
    return pay_with(till.shop.app, till.shop.ctx, payment, {{"mobile", std::move(mobile)}, {"cnic", "345678"}});
}
Result<PaymentView> by_wallet(Till& till, PaymentId payment, std::string mobile = "0312 3456789") { return till.shop.run(asking(till, payment, std::move(mobile))); }

TEST(jazzcash_wallet, pays_at_once_when_the_buyer_approves) {
    Till till;
    auto payment = started(till);
    auto paid = by_wallet(till, payment);
    ASSERT_TRUE(paid);
    EXPECT_EQ(paid->state, State::succeeded);
    EXPECT_EQ(by_wallet(till, payment)->state, State::succeeded) << "a repeat changes nothing";
    EXPECT_EQ(till.jazzcash.transactions(), 1);
    till.expect_sound();
}

TEST(jazzcash_wallet, says_why_it_was_declined_and_may_be_tried_again) {
    Till till;
    auto payment = started(till);
    auto declined = by_wallet(till, payment, "03129999004");
    EXPECT_EQ(declined->state, State::pending);
    EXPECT_EQ(declined->failure, "There is not enough money in the account. Add money and try again, or choose another way to pay.");
    EXPECT_EQ(by_wallet(till, payment, "03129999024")->failure, "The PIN was wrong. Try again.");
    EXPECT_EQ(by_wallet(till, payment)->state, State::succeeded);
    EXPECT_EQ(till.jazzcash.last_reference(), providers::jazzcash_reference(payment, 3));
    till.expect_sound();
}

// What JazzCash itself does not know is no decline.
TEST(jazzcash_wallet, that_says_nothing_clear_leaves_the_payment_waiting) {
    for (const auto* code : {"157", "058", "134", "199", "999", "055"}) {
        Till till;
        auto payment = started(till);
        auto view = by_wallet(till, payment, std::string("03129999") + code);
        ASSERT_TRUE(view) << code;
        EXPECT_EQ(view->state, State::pending) << code;
        EXPECT_FALSE(view->failure) << code;
        till.jazzcash.it.account.end(till.jazzcash.last_reference(), "000");
        EXPECT_EQ(till.verify(payment)->state, State::succeeded) << code;
        till.expect_sound();
    }
}

TEST(jazzcash_wallet, asks_the_phone_once_while_it_waits) {
    Till till;
    auto payment = started(till);
    EXPECT_EQ(by_wallet(till, payment, "03129999157")->state, State::pending);
    EXPECT_EQ(by_wallet(till, payment)->state, State::pending) << "another number does not start a second one, either";
    EXPECT_EQ(till.jazzcash.transactions(), 1);
    EXPECT_TRUE(till.jazzcash.it.account.end(till.jazzcash.last_reference(), "000"));
    EXPECT_EQ(by_wallet(till, payment)->state, State::succeeded);
    EXPECT_EQ(till.jazzcash.transactions(), 1);
    till.expect_sound();
}

// Trap 42: the button pressed twice.
TEST(jazzcash_wallet, pressed_many_times_at_once_charges_once) {
    Till till(16);
    for (int round = 0; round < 5; ++round) {
        auto payment = started(till);
        auto before = till.jazzcash.transactions();
        std::vector<Task<Result<PaymentView>>> presses;
        for (int n = 0; n < 6; ++n) presses.push_back(asking(till, payment, "03123456789"));
        for (auto& view : till.shop.run(test::all_of(std::move(presses)))) ASSERT_TRUE(view);
        till.verify(payment);
        EXPECT_EQ(till.state(payment), "succeeded");
        EXPECT_EQ(till.jazzcash.transactions(), before + 1);
        EXPECT_EQ(till.news("payments.succeeded", payment), 1);
    }
    till.expect_sound();
}

TEST(jazzcash_wallet, whose_details_are_wrong_is_not_asked) {
    Till till;
    auto payment = started(till);
    auto refused = till.shop.run(pay_with(till.shop.app, till.shop.ctx, payment, {{"mobile", "12"}, {"cnic", "345678"}}));
    EXPECT_EQ(refused.error().code, "payments.details_refused");
    EXPECT_EQ(refused.error().errors.at(0).pointer, "/mobile");
    EXPECT_EQ(till.jazzcash.transactions(), 0);
    EXPECT_EQ(till.shop.run(pay_with(till.shop.app, till.shop.ctx, till.started(), {})).error().code, "payments.asks_nothing");
}

// A timeout is unknown, never failed; nor is a breakdown, before or after the work was done.
TEST(jazzcash_wallet, without_an_answer_is_unknown_and_settled_by_the_inquiry) {
    for (auto kind : {FaultKind::lost_answer, FaultKind::error, FaultKind::drop}) {
        Till till;
        auto payment = started(till);
        till.jazzcash.it.faults.add({"wallet.pay", kind, 1, {}, {}});
        EXPECT_EQ(by_wallet(till, payment)->state, State::pending) << int(kind);
        EXPECT_EQ(till.news("payments.failed", payment), 0);
        bool was_done = kind == FaultKind::lost_answer;
        if (!was_done) EXPECT_EQ(by_wallet(till, payment)->state, State::succeeded) << "nothing was done: the same reference goes out again";
        till.work(2min);
        EXPECT_EQ(till.state(payment), "succeeded") << int(kind);
        EXPECT_EQ(till.jazzcash.transactions(), 1);
        EXPECT_EQ(circuit_of(till.shop.ctx.store, "jazzcash").state, Circuit::closed);
        till.expect_sound();
    }
}

TEST(jazzcash_wallet, of_an_order_that_was_given_up_is_not_asked) {
    Till till;
    auto payment = started(till);
    EXPECT_EQ(till.shop.run(cancel(till.shop.app, till.shop.ctx, payment))->state, State::cancelled);
    EXPECT_EQ(by_wallet(till, payment)->state, State::cancelled);
    EXPECT_EQ(till.jazzcash.transactions(), 0);
}

// An order is not given up under the thumb of a buyer who is about to approve it.
TEST(jazzcash_cancel, waits_for_an_attempt_under_way) {
    Till till;
    auto payment = started(till);
    by_wallet(till, payment, "03129999157");
    EXPECT_EQ(till.shop.run(cancel(till.shop.app, till.shop.ctx, payment))->state, State::pending);
    EXPECT_TRUE(till.jazzcash.it.account.end(till.jazzcash.last_reference(), "000"));
    EXPECT_EQ(till.shop.run(cancel(till.shop.app, till.shop.ctx, payment))->state, State::succeeded);
    till.expect_sound();
}

TEST(jazzcash_offer, is_made_for_rupees_in_pakistan_up_to_the_limit_of_the_account) {
    Till till;
    auto store = *till.shop.directory->by_id(till.shop.ctx.store);
    auto reason = [&](std::int64_t rupees, std::string_view country) { return unfit_reason(till.shop.config, *find_gateway("jazzcash"), store, test::Shop::rupees(rupees), country); };
    EXPECT_FALSE(reason(1'600, "PK"));
    EXPECT_TRUE(reason(1'600, "IN"));
    till.shop.config.gateway_settings["jazzcash_most"] = "1000.00";
    EXPECT_EQ(reason(1'600, "PK"), "Up to Rs 1,000 can be paid with JazzCash");
    EXPECT_FALSE(reason(1'000, "PK"));
    till.shop.config.gateway_settings.erase("jazzcash_salt");
    EXPECT_TRUE(reason(1'000, "PK")) << "not set up";
}

NewRefund of(Till& till, PaymentId payment, std::int64_t rupees) {
    return {.id = RefundId::next(till.shop.ctx.now), .payment = payment, .amount = test::Shop::rupees(rupees), .reason = "requested"};
}
PaymentId paid(Till& till) {
    auto payment = started(till);
    EXPECT_EQ(by_wallet(till, payment)->state, State::succeeded);
    return payment;
}
Result<RefundView> give(Till& till, NewRefund wanted) { return till.shop.run(refund(till.shop.app, till.shop.ctx, std::move(wanted))); }

TEST(jazzcash_refund, of_the_whole_goes_back_once_though_the_answer_was_lost) {
    for (auto kind : {FaultKind::lost_answer, FaultKind::error}) {
        Till till;
        auto payment = paid(till);
        till.jazzcash.it.faults.add({"refund.wallet", kind, 1, {}, {}});
        auto whole = of(till, payment, 1'600);
        EXPECT_EQ(give(till, whole)->state, RefundState::created) << "unknown";
        EXPECT_EQ(till.jazzcash.it.account.money_held(), kind == FaultKind::lost_answer ? 0 : price);
        EXPECT_EQ(give(till, whole)->state, RefundState::succeeded);
        EXPECT_EQ(till.state(payment), "refunded");
        EXPECT_EQ(till.jazzcash.it.account.money_held(), 0);
        till.work(20min);
        till.expect_sound();
    }
}

/// Promises the refund and has it carried out twice at the same moment, as a clerk's request and the job of it do.
void give_twice_at_once(Till& till, const NewRefund& wanted) {
    auto promise = [&](pg::Tx& tx) -> Task<Result<RefundView>> { co_return co_await promise_refund(tx, wanted); };
    ASSERT_TRUE(till.shop.run(till.shop.app.db.transaction(till.shop.ctx, promise)));
    std::vector<Task<Result<RefundView>>> both;
    for (int n = 0; n < 2; ++n) both.push_back(carry_out_refund(till.shop.app, till.shop.ctx, wanted.id));
    for (const auto& one : till.shop.run(test::all_of(std::move(both)))) EXPECT_TRUE(one);
}

// The answer of the one that was taken is lost, and the other is refused because the money is back already: that is no failure.
TEST(jazzcash_refund, asked_for_twice_at_once_is_not_called_failed_when_it_went) {
    Till till;
    auto payment = paid(till);
    till.jazzcash.it.faults.add({"refund.wallet", FaultKind::delay, 1, 300, {}});  // of the first, so that the second overtakes it
    till.jazzcash.it.faults.add({"refund.wallet", FaultKind::lost_answer, 1, {}, {}});
    give_twice_at_once(till, of(till, payment, 1'600));
    till.work(20min);
    EXPECT_EQ(till.jazzcash.it.account.money_held(), 0);
    EXPECT_EQ(till.shop.count("select count(*) from payments.refunds where state = 'failed'"), 0);
    EXPECT_EQ(till.state(payment), "refunded");
    till.expect_sound();
}

TEST(jazzcash_refund, of_a_part_is_left_to_people) {
    Till till;
    auto payment = paid(till);
    auto part = give(till, of(till, payment, 600));
    ASSERT_TRUE(part);
    EXPECT_EQ(part->state, RefundState::pending) << "JazzCash knows no key that would keep a part from going back twice";
    EXPECT_EQ(till.shop.count("select count(*) from payments.refunds where by_hand and state = 'pending'"), 1);
    till.work(20min);
    EXPECT_EQ(till.jazzcash.it.account.money_held(), price);
    EXPECT_EQ(till.shop.run(end_refund(till.shop.app, till.shop.ctx, part->id, {RefundState::failed, *Text<1, 500>::parse("the buyer wants all of it back")}))->state, RefundState::failed);
    EXPECT_EQ(give(till, of(till, payment, 1'600))->state, RefundState::succeeded) << "what failed is free again";
    till.expect_sound();
}

TEST(jazzcash_refund, waits_until_the_payment_is_settled) {
    Till till;
    auto payment = paid(till);
    till.jazzcash.it.faults.add({"refunds", FaultKind::pending, 1, {}, {}});
    auto whole = of(till, payment, 1'600);
    EXPECT_EQ(give(till, whole)->state, RefundState::pending);
    till.work();
    till.work(11min);
    EXPECT_EQ(till.state(payment), "refunded");
    till.expect_sound();
}

TEST(jazzcash_refund, goes_to_the_card_that_paid) {
    Till till;
    auto payment = paid(till);
    till.jazzcash.it.account.find(till.jazzcash.last_reference())->way = "card";
    EXPECT_EQ(give(till, of(till, payment, 1'600))->state, RefundState::succeeded);
    till.expect_sound();
}

// Wallet and card say no: without the merchant's PIN, or because JazzCash does not take it back. A person sends the money.
TEST(jazzcash_refund, that_neither_wallet_nor_card_takes_is_left_to_people) {
    for (bool has_pin : {false, true}) {
        Till till;
        if (!has_pin) till.shop.config.gateway_settings.erase("jazzcash_merchant_mpin");
        auto payment = paid(till);
        if (has_pin) till.jazzcash.it.faults.add({"refunds", FaultKind::decline, 2, {}, {}});
        auto refused = give(till, of(till, payment, 1'600));
        ASSERT_TRUE(refused);
        EXPECT_EQ(refused->state, RefundState::pending);
        EXPECT_TRUE(refused->is_by_hand);
        EXPECT_EQ(till.jazzcash.it.account.money_held(), price);
        till.work(20min);
        EXPECT_EQ(till.shop.count("select count(*) from payments.refunds where state = 'failed'"), 0);
        EXPECT_EQ(till.shop.run(end_refund(till.shop.app, till.shop.ctx, refused->id, {RefundState::succeeded, *Text<1, 500>::parse("sent by bank")}))->state, RefundState::succeeded);
        EXPECT_EQ(till.state(payment), "refunded");
    }
}

}  // namespace
}  // namespace vitrine::payments
