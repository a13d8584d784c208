// Every road to the one settlement for payments at Razorpay, against the simulated one on loopback.
#include <gtest/gtest.h>

#include <algorithm>

#include "modules/payments/steps.h"
#include "simulators/razorpay/signature.h"
#include "tests/shop/long.h"
#include "tests/shop/roads.h"

namespace vitrine::payments {
namespace {

using simulators::FaultKind;
using test::Till;

constexpr std::int64_t price_minor = 160'000;

PaymentId started(Till& till) {
    auto payment = till.open(Till::inr(1'600), "razorpay");
    auto next = till.start(payment);
    EXPECT_TRUE(next && next->kind == "modal" && next->modal);
    return payment;
}

Result<PaymentView> come_back(Till& till, shape::Fields fields) { return till.shop.run(take_return(till.shop.app, till.shop.ctx, "razorpay", std::move(fields))); }

/// The steps that race after a buyer was sent to pay. Webhooks come twice, each worked at once.
struct Story {
    Till& till;
    PaymentId payment;
    shape::Fields answer = {};

    void hear(const std::string& event) {
        auto message = till.razorpay.message(event);
        for (int n = 0; n < 2; ++n) EXPECT_EQ(till.post(message), 200);
        till.work();
    }
    void run(char step) {
        switch (step) {
            case 'p': answer = till.razorpay.pay(payment.text()); break;
            case 'r': EXPECT_TRUE(come_back(till, answer)); break;
            case 'a': hear("payment.authorized"); break;
            case 'c': hear("payment.captured"); break;
            case 'o': hear("order.paid"); break;
            case 'v': EXPECT_TRUE(till.verify(payment)); break;
            case 's': till.work(2min); break;
            default: FAIL() << "no such step";
        }
    }
};

// Traps 33, 35 and 39: the browser's return, the three webhooks twice each, the reverification and the sweeper in all orders that can happen.
TEST(razorpay_roads, end_in_one_capture_whatever_their_order) {
    Till till;
    auto begin = [&] {
        auto story = std::make_shared<Story>(till, started(till));
        return std::pair(story->payment, std::function<void(char)>([story](char step) { story->run(step); }));
    };
    test::tell_all(till, {.steps = "pracovs", .afterwards = "raco", .every_nth = test::rounds(9, 1), .price_minor = price_minor, .begin = begin});
}

// Trap 39: authorized, captured and order.paid in all six orders, for both ways to capture.
TEST(razorpay_roads, take_the_three_messages_in_all_six_orders) {
    for (const auto* capture : {"automatic", "manual"}) {
        Till till;
        till.shop.config.gateway_settings["razorpay_capture"] = capture;
        std::string events = "aco";
        int stories = 0;
        do {
            Story story{till, started(till)};
            story.run('p');
            if (std::string(capture) == "manual") {
                story.hear("payment.authorized");  // makes us capture, whereupon Razorpay tells of the rest
                EXPECT_EQ(till.state(story.payment), "succeeded");
            }
            for (char event : events) story.run(event);
            ASSERT_EQ(till.state(story.payment), "succeeded") << events;
            ASSERT_EQ(till.news("payments.succeeded", story.payment), 1) << events;
            ++stories;
        } while (std::ranges::next_permutation(events).found);
        EXPECT_EQ(stories, 6);
        EXPECT_EQ(till.receipts("order"), 6);
        till.expect_sound();
    }
}

TEST(razorpay_roads, are_told_to_all_at_once_and_end_in_one_capture) {
    Till till(16);
    for (int round = 0; round < test::rounds(10, 200); ++round) {
        auto payment = started(till);
        auto answer = till.razorpay.pay(payment.text());
        for (const auto* event : {"payment.authorized", "payment.captured", "order.paid"}) EXPECT_EQ(till.post(till.razorpay.message(event)), 200);
        std::vector<Task<Result<PaymentView>>> roads;
        for (int n = 0; n < 3; ++n) {
            roads.push_back(take_return(till.shop.app, till.shop.ctx, "razorpay", answer));
            roads.push_back(verify(till.shop.app, till.shop.ctx, payment));
        }
        for (auto& view : till.shop.run(test::all_of(std::move(roads)))) ASSERT_TRUE(view && view->state == State::succeeded);
        till.work();
        ASSERT_EQ(till.news("payments.succeeded", payment), 1);
    }
    till.expect_sound();
}

TEST(razorpay_start, uses_the_payment_id_as_receipt_and_shows_a_modal) {
    Till till;
    auto payment = till.open(Till::inr(1'600), "razorpay");
    auto first = till.start(payment), second = till.start(payment);
    ASSERT_TRUE(first && second);
    EXPECT_EQ(to_json(*first), to_json(*second));
    EXPECT_EQ(first->modal->reference, till.razorpay.order_of(payment.text()));
    EXPECT_EQ(first->modal->amount, Till::inr(1'600));
    EXPECT_EQ(first->modal->callback_url, "http://test.localhost:8080/checkout/return/razorpay");
    EXPECT_EQ(till.razorpay.orders_of(payment.text()), 1);
}

// Traps 27 and 39: the answer to the first call was lost. The order is found by its receipt, not made again.
TEST(razorpay_start, finds_by_receipt_what_was_opened_when_the_answer_was_lost) {
    Till till;
    for (auto kind : {FaultKind::error, FaultKind::lost_answer, FaultKind::drop}) {
        auto payment = till.open(Till::inr(1'600), "razorpay");
        till.razorpay.it.faults.add({"orders.create", kind, 1, {}, {}});
        EXPECT_EQ(till.start(payment)->kind, "none");
        EXPECT_EQ(till.state(payment), "created");
        till.work(2min);
        EXPECT_EQ(till.state(payment), "pending");
        EXPECT_EQ(till.razorpay.orders_of(payment.text()), 1) << int(kind);
    }
}

TEST(razorpay_start, backs_off_when_there_are_too_many_calls) {
    Till till;
    auto payment = till.open(Till::inr(1'600), "razorpay");
    till.razorpay.it.faults.add({"orders.create", FaultKind::error, 2, {}, 429});
    EXPECT_EQ(till.start(payment)->kind, "modal");
    EXPECT_EQ(till.razorpay.orders_of(payment.text()), 1);
}

TEST(razorpay_start, gives_a_form_for_the_hosted_page) {
    Till till;
    auto payment = started(till);
    auto next = till.shop.run(start_hosted(till.shop.app, till.shop.ctx, payment, {.base = "http://here"}));
    ASSERT_TRUE(next && next->url && next->fields);
    EXPECT_EQ(*next->url, till.razorpay.url() + "/v1/checkout/embedded");
    auto callback = std::ranges::find(*next->fields, "callback_url", &FormField::name);
    ASSERT_NE(callback, next->fields->end());
    EXPECT_EQ(callback->value, "http://here/checkout/return/razorpay");
    EXPECT_EQ(till.razorpay.orders_of(payment.text()), 1) << "the same order";
}

TEST(razorpay_return, with_a_forged_signature_makes_nobody_ask_and_changes_nothing) {
    Till till;
    auto payment = started(till), other = started(till);
    auto answer = till.razorpay.pay(payment.text());
    auto forged = answer;
    forged.back().second[0] = forged.back().second[0] == '0' ? '1' : '0';
    EXPECT_EQ(come_back(till, forged).error().code, "payments.return_refused");
    auto moved = answer;
    moved[1].second = till.razorpay.order_of(other.text());
    EXPECT_EQ(come_back(till, moved).error().code, "payments.return_refused");
    EXPECT_EQ(till.state(payment), "pending");
    EXPECT_EQ(come_back(till, answer)->state, State::succeeded);
    EXPECT_EQ(come_back(till, answer)->state, State::succeeded) << "a repeat changes nothing";
    EXPECT_EQ(till.state(other), "pending");
    till.expect_sound();
}

TEST(razorpay_return, of_a_signed_but_untrue_payment_settles_nothing) {
    Till till;
    auto payment = started(till);
    auto order = till.razorpay.order_of(payment.text());
    auto message = till.razorpay.it.keys;
    shape::Fields signed_only{{"razorpay_payment_id", "pay_never_made"}, {"razorpay_order_id", order}, {"razorpay_signature", simulators::razorpay::payment_signature(message.secret, order, "pay_never_made")}};
    EXPECT_EQ(come_back(till, signed_only)->state, State::pending);
    EXPECT_EQ(till.receipts("order"), 0);
}

// Trap 38: a decline keeps the payment open, its words reach the buyer, and another try pays.
TEST(razorpay_roads, let_the_buyer_try_again_after_a_decline) {
    Till till;
    auto payment = started(till);
    auto failed = till.razorpay.pay(payment.text(), false);
    EXPECT_EQ(come_back(till, failed)->state, State::pending);
    Story{till, payment}.hear("payment.failed");
    EXPECT_EQ(till.verify(payment)->failure, "Your payment was declined by the bank. Try another way to pay.");
    EXPECT_EQ(till.news("payments.failed", payment), 0);
    till.razorpay.pay(payment.text());
    EXPECT_EQ(till.verify(payment)->state, State::succeeded);
    till.expect_sound();
}

// Late authorisation: what was taken for failed is authorised after the window has closed; nothing pays a closed order, and the money goes back.
TEST(razorpay_roads, give_back_what_was_authorised_late) {
    Till till;
    auto payment = started(till);
    till.razorpay.pay(payment.text(), false);
    auto failed = till.razorpay.last_payment();
    till.work(31min);
    EXPECT_EQ(till.state(payment), "cancelled");
    EXPECT_TRUE(till.razorpay.it.account.authorize_late(failed));
    EXPECT_EQ(till.razorpay.money_held(), price_minor);
    till.work(26h);  // no webhook came: the daily look finds it
    till.work(26h);
    EXPECT_EQ(till.state(payment), "cancelled");
    EXPECT_EQ(till.news("payments.surplus", payment), 1);
    EXPECT_EQ(till.razorpay.money_held(), 0);
    till.expect_sound();
}

// The same while the payment is open: the failed one turns good.
TEST(razorpay_roads, take_what_was_authorised_late_in_time) {
    Till till;
    auto payment = started(till);
    till.razorpay.pay(payment.text(), false);
    EXPECT_EQ(till.verify(payment)->state, State::pending);
    EXPECT_TRUE(till.razorpay.it.account.authorize_late(till.razorpay.last_payment()));
    Story{till, payment}.hear("payment.captured");
    EXPECT_EQ(till.state(payment), "succeeded");
    till.expect_sound();
}

// Traps 39 and 40: two payments on one Razorpay order. One pays, the other is surplus and goes back by itself.
TEST(razorpay_roads, give_the_second_payment_of_one_order_back) {
    Till till;
    auto payment = started(till);
    till.razorpay.pay(payment.text(), false);
    auto first = till.razorpay.last_payment();
    till.razorpay.pay(payment.text());
    Story{till, payment}.hear("order.paid");
    EXPECT_EQ(till.state(payment), "succeeded");
    EXPECT_TRUE(till.razorpay.it.account.authorize_late(first));
    Story{till, payment}.hear("payment.captured");
    EXPECT_EQ(till.state(payment), "succeeded");
    EXPECT_EQ(till.news("payments.surplus", payment), 1);
    EXPECT_EQ(till.receipts("order"), 1);
    EXPECT_EQ(till.razorpay.money_held(), price_minor);
    till.expect_sound();
}

// Trap 45: the shopper was charged another amount.
TEST(razorpay_roads, give_another_amount_back) {
    Till till;
    auto payment = started(till);
    till.razorpay.it.faults.add({"payments.create", FaultKind::wrong_amount, 1, {}, {}});
    till.razorpay.pay(payment.text());
    Story{till, payment}.hear("payment.captured");
    EXPECT_EQ(till.state(payment), "failed");
    EXPECT_EQ(till.news("payments.surplus", payment), 1);
    EXPECT_EQ(till.razorpay.money_held(), 0);
    till.expect_sound();
}

// Trap 34: "already captured" is success.
TEST(razorpay_capture, that_happened_though_its_answer_was_lost_is_success) {
    Till till;
    till.shop.config.gateway_settings["razorpay_capture"] = "manual";
    auto payment = started(till);
    till.razorpay.pay(payment.text());
    till.razorpay.it.faults.add({"payments.capture", FaultKind::lost_answer, 1, {}, {}});
    EXPECT_EQ(till.verify(payment)->state, State::succeeded);
    EXPECT_EQ(till.news("payments.succeeded", payment), 1);
    till.expect_sound();
}

TEST(razorpay_cancel, takes_what_the_buyer_authorised_in_time) {
    Till till;
    till.shop.config.gateway_settings["razorpay_capture"] = "manual";
    auto payment = started(till);
    till.razorpay.pay(payment.text());
    EXPECT_EQ(till.shop.run(cancel(till.shop.app, till.shop.ctx, payment))->state, State::succeeded);
    till.expect_sound();
}

TEST(razorpay_webhook, of_an_order_that_is_not_ours_is_not_believed) {
    Till till;
    auto payment = started(till);
    auto foreign = till.razorpay.it.account.create_order({{"amount", price_minor}, {"currency", "INR"}, {"receipt", "somebody else's"}, {"notes", {{"payment", payment.text()}}}});
    ASSERT_TRUE(foreign);
    ASSERT_TRUE(till.razorpay.it.account.pay({.order = std::string(foreign->at("id").as_string()), .method = "upi"}));
    EXPECT_EQ(till.post(till.razorpay.message("payment.captured")), 200);
    till.work();
    EXPECT_EQ(till.state(payment), "pending");
    EXPECT_EQ(till.shop.count("select count(*) from payments.webhook_inbox where state = 'quarantined'"), 1);
    EXPECT_EQ(till.receipts("order"), 0);
}

TEST(razorpay_webhook, changes_nothing_when_its_signature_does_not_fit) {
    Till till;
    auto payment = started(till);
    till.razorpay.pay(payment.text());
    auto good = till.razorpay.message("payment.captured");
    auto forged = good, unsigned_one = good, truncated = good;
    forged.body.replace(forged.body.find("captured"), 8, "xaptured");
    unsigned_one.headers.clear();
    truncated.body.pop_back();
    auto wrong_secret = test::razorpay_message("evt_1", good.body, till.razorpay.it.keys.secret);
    for (const auto& request : {forged, unsigned_one, truncated, wrong_secret}) EXPECT_EQ(till.post(request), 400);
    till.work();
    EXPECT_EQ(till.shop.count("select count(*) from payments.webhook_inbox"), 0);
    EXPECT_EQ(till.state(payment), "pending");
    EXPECT_EQ(till.post(good), 200);
}

NewRefund of(Till& till, PaymentId payment, std::int64_t rupees) {
    return {.id = RefundId::next(till.shop.ctx.now), .payment = payment, .amount = Till::inr(rupees), .reason = "requested"};
}

// The n-th call fails, before or after its work was done: the story ends as if it had not.
TEST(razorpay_roads, survive_the_failure_of_any_call) {
    Till till;
    for (auto kind : {FaultKind::error, FaultKind::lost_answer})
        for (const auto* call : {"orders.create", "orders.list", "orders.payments", "payments.capture", "refunds.create"}) {
            till.razorpay.it.faults.add({call, kind, 3, {}, {}});
            till.shop.config.gateway_settings["razorpay_capture"] = "manual";
            auto payment = till.open(Till::inr(1'600), "razorpay");
            till.start(payment);
            for (int round = 0; round < 6 && till.razorpay.order_of(payment.text()).empty(); ++round) till.work(Duration(2min) * (round + 1));
            for (int round = 0; round < 3 && till.state(payment) == "created"; ++round) till.work(20min);
            till.razorpay.pay(payment.text());
            till.post(till.razorpay.message("payment.authorized"));
            for (int round = 1; round < 8; ++round) till.work(round * 10min);
            ASSERT_EQ(till.state(payment), "succeeded") << call;
            ASSERT_EQ(till.news("payments.succeeded", payment), 1) << call;
            ASSERT_EQ(till.razorpay.orders_of(payment.text()), 1) << call;
            till.shop.run(refund(till.shop.app, till.shop.ctx, of(till, payment, 1'600)));
            for (int round = 8; round < 12; ++round) till.work(round * 10min);
            ASSERT_EQ(till.state(payment), "refunded") << call;
            till.razorpay.it.faults.clear();
        }
    till.expect_sound();
}

}  // namespace
}  // namespace vitrine::payments
