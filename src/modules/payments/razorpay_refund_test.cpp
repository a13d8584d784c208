// Money on its way back through Razorpay, and the circuit to it.
#include <gtest/gtest.h>

#include "modules/payments/steps.h"
#include "tests/shop/till.h"

namespace vitrine::payments {
namespace {

using simulators::FaultKind;
using test::Till;

PaymentId started(Till& till) {
    auto payment = till.open(Till::inr(1'600), "razorpay");
    auto next = till.start(payment);
    EXPECT_TRUE(next && next->kind == "modal" && next->modal);
    return payment;
}

NewRefund of(Till& till, PaymentId payment, std::int64_t rupees) {
    return {.id = RefundId::next(till.shop.ctx.now), .payment = payment, .amount = Till::inr(rupees), .reason = "requested"};
}
PaymentId paid(Till& till) {
    auto payment = started(till);
    till.razorpay.pay(payment.text());
    EXPECT_EQ(till.verify(payment)->state, State::succeeded);
    return payment;
}

TEST(razorpay_refund, goes_back_in_parts_and_once_though_the_answer_was_lost) {
    Till till;
    auto payment = paid(till);
    till.razorpay.it.faults.add({"refunds.create", FaultKind::lost_answer, 1, {}, {}});
    auto part = of(till, payment, 600);
    auto give = [&](NewRefund wanted) { return till.shop.run(refund(till.shop.app, till.shop.ctx, std::move(wanted))); };
    EXPECT_EQ(give(part)->state, RefundState::succeeded);
    EXPECT_EQ(till.razorpay.it.account.refunds.order.size(), 1u) << "the key finds the first one";
    EXPECT_EQ(give(part)->state, RefundState::succeeded);
    EXPECT_EQ(give(of(till, payment, 1'001)).error().code, "payments.refund_too_large");
    EXPECT_EQ(give(of(till, payment, 1'000))->state, RefundState::succeeded);
    EXPECT_EQ(till.state(payment), "refunded");
    EXPECT_EQ(till.razorpay.money_held(), 0);
    till.expect_sound();
}

// Trap 47: pending first; the message about its end makes us look.
TEST(razorpay_refund, that_is_pending_is_ended_by_the_message_about_it) {
    for (const auto* end : {"processed", "failed"}) {
        Till till;
        auto payment = paid(till);
        till.razorpay.it.faults.add({"refunds.create", FaultKind::pending, 1, {}, {}});
        auto wanted = of(till, payment, 600);
        EXPECT_EQ(till.shop.run(refund(till.shop.app, till.shop.ctx, wanted))->state, RefundState::pending);
        EXPECT_EQ(till.account("refunds"), 0);
        auto id = till.razorpay.it.account.refunds.order.back();
        EXPECT_TRUE(till.razorpay.it.account.end_refund(id, end));
        EXPECT_EQ(till.post(till.razorpay.message(std::string("refund.") + end)), 200);
        till.work();
        auto now = till.shop.run(carry_out_refund(till.shop.app, till.shop.ctx, wanted.id));
        EXPECT_EQ(now->state, std::string(end) == "failed" ? RefundState::failed : RefundState::succeeded);
        EXPECT_EQ(till.account("refunds"), std::string(end) == "failed" ? 0 : 60'000);
        till.expect_sound();
    }
}

TEST(circuit, opens_after_five_faults_and_spares_the_buyer_the_wait) {
    Till till;
    till.razorpay.it.faults.add({"orders.*", FaultKind::error, 0, {}, {}});
    for (int n = 0; n < 5; ++n) EXPECT_EQ(till.start(till.open(Till::inr(100), "razorpay"))->kind, "none");
    EXPECT_EQ(circuit_of(till.shop.ctx.store, "razorpay").state, Circuit::open);
    auto calls = till.razorpay.it.account.orders.order.size();
    till.razorpay.it.faults.clear();
    EXPECT_EQ(till.start(till.open(Till::inr(100), "razorpay"))->kind, "none") << "not even asked";
    EXPECT_EQ(till.razorpay.it.account.orders.order.size(), calls);
    till.shop.ctx.now += Duration(11s);
    EXPECT_EQ(till.start(till.open(Till::inr(100), "razorpay"))->kind, "modal") << "the probe";
    EXPECT_EQ(circuit_of(till.shop.ctx.store, "razorpay").state, Circuit::closed);
    EXPECT_EQ(circuit_of(till.shop.ctx.store, "stripe").state, Circuit::closed) << "each gateway has its own";
}

}  // namespace
}  // namespace vitrine::payments
