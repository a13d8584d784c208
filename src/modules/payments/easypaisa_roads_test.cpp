// Every road to the one settlement for payments at Easypaisa, in each of its three ways, against the simulated one on loopback.
#include <gtest/gtest.h>

#include "modules/payments/gateways/easypaisa_request.h"
#include "modules/payments/health.h"
#include "modules/payments/steps.h"
#include "tests/shop/long.h"
#include "tests/shop/roads.h"

namespace vitrine::payments {
namespace {

using simulators::FaultKind;
using test::Shop;
using test::Till;

constexpr std::int64_t price_minor = 160'000;
const Answers by_page{{"way", "page"}}, by_shop{{"way", "shop"}, {"mobile", "03001234567"}};
/// The last digit decides at the simulator: 9 waits for a person, 13 has too little money, 14 no account, 7 says yes at once.
Answers by_phone(const std::string& ending = "9") { return {{"way", "account"}, {"mobile", std::string("03001234567").substr(0, 11 - ending.size()) + ending}}; }

PaymentId opened(Till& till, Duration window = 30min) { return till.open(Shop::rupees(1'600), "easypaisa", "", till.shop.ctx.now + window); }

Result<PaymentView> come_back(Till& till, shape::Fields fields) { return till.shop.run(take_return(till.shop.app, till.shop.ctx, "easypaisa", std::move(fields))); }

/// The steps that race after a buyer chose a way. Notifications come twice within a minute, and once more later, each worked at once.
struct Story {
    Till& till;
    PaymentId payment;
    std::optional<Next> next;
    shape::Fields answer = {};

    void hear(Duration later) {
        auto message = till.easypaisa.message();
        auto now = till.shop.ctx.now;
        till.shop.ctx.now += later;
        for (int n = 0; n < 2; ++n) EXPECT_EQ(till.post(message), 200);
        till.shop.ctx.now = now;
        till.work(later);
    }
    void run(char step) {
        switch (step) {
            case 'p': answer = till.easypaisa.pay(*next); break;
            case 'y':
                till.work();  // a phone has to ring before it can be answered
                EXPECT_TRUE(till.easypaisa.answer_phone(payment, true));
                break;
            case 't': EXPECT_TRUE(till.easypaisa.pay_token(payment)); break;
            case 'j': till.work(); break;
            case 'r': EXPECT_TRUE(come_back(till, answer)); break;
            case 'm': hear(Duration(0)); break;
            case 'n': hear(1min); break;
            case 'v': EXPECT_TRUE(till.verify(payment)); break;
            case 's': till.work(2min); break;
            default: FAIL() << "no such step";
        }
    }
};

/// Tells a way's stories; `pays` is the step that brings the money.
void tell(std::string steps, char pays, std::string afterwards, int every_nth, const Answers& answers, const std::string& kind) {
    Till till;
    std::optional<Story> story;
    auto begin = [&] {
        auto payment = opened(till);
        auto next = till.start(payment, answers);
        EXPECT_TRUE(next && next->kind == kind);
        story.emplace(till, payment, *next);
        return std::pair(payment, std::function<void(char)>([&](char step) { story->run(step); }));
    };
    auto told = test::tell_all(till, {std::move(steps), pays, std::move(afterwards), every_nth, price_minor, begin});
    EXPECT_EQ(till.easypaisa.it.account.orders.size(), size_t(told)) << "one order each";
}

// Traps 33 and 35: the browser's return, the notifications, the reverification and the sweeper in all orders that can happen.
TEST(easypaisa_roads, from_the_page_end_in_one_capture_whatever_their_order) { tell("prmnvs", 'p', "rmn", test::rounds(5, 1), by_page, "redirect"); }
TEST(easypaisa_roads, from_the_phone_end_in_one_capture_whatever_their_order) { tell("jymnvs", 'y', "mn", test::rounds(7, 1), by_phone(), "wait"); }
TEST(easypaisa_roads, from_the_till_of_a_shop_end_in_one_capture_whatever_their_order) { tell("tmnvs", 't', "mn", test::rounds(2, 1), by_shop, "instructions"); }

void expect_one_capture(Till& till, PaymentId payment, const std::string& story) {
    ASSERT_EQ(till.state(payment), "succeeded") << story;
    ASSERT_EQ(till.news("payments.succeeded", payment), 1) << story;
    ASSERT_EQ(till.news("payments.failed", payment), 0) << story;
}

TEST(easypaisa_roads, are_told_to_all_at_once_and_end_in_one_capture) {
    Till till(16);
    for (int round = 0; round < test::rounds(10, 200); ++round) {
        auto payment = opened(till);
        auto answer = till.easypaisa.pay(*till.start(payment, by_page));
        EXPECT_EQ(till.post(till.easypaisa.message()), 200);
        std::vector<Task<Result<PaymentView>>> roads;
        for (int n = 0; n < 3; ++n) {
            roads.push_back(take_return(till.shop.app, till.shop.ctx, "easypaisa", answer));
            roads.push_back(verify(till.shop.app, till.shop.ctx, payment));
        }
        for (auto& view : till.shop.run(test::all_of(std::move(roads)))) ASSERT_TRUE(view);
        till.work();
        expect_one_capture(till, payment, "all at once");
    }
    till.expect_sound();
}

TEST(easypaisa_page, is_reached_by_a_form_that_easypaisa_takes_and_that_stays_the_same) {
    Till till;
    auto payment = opened(till);
    auto first = till.start(payment, by_page), second = till.start(payment, by_page), by_sweeper = till.start(payment);
    ASSERT_TRUE(first && second && by_sweeper);
    EXPECT_EQ(to_json(*first), to_json(*second));
    EXPECT_EQ(to_json(*first), to_json(*by_sweeper)) << "where nobody answers, the page is what can be offered";
    auto value = [&](std::string_view name) { return std::ranges::find(*first->fields, name, &FormField::name)->value; };
    EXPECT_EQ(value("amount"), "1600.0");
    EXPECT_EQ(value("orderRefNum"), providers::easypaisa_reference(payment, 1));
    EXPECT_EQ(value("postBackURL"), "http://test.localhost:8080/checkout/return/easypaisa");
    auto token = till.easypaisa.enter(*first);
    auto forged = *first;
    std::ranges::find(*forged.fields, "amount", &FormField::name)->value = "1.0";
    EXPECT_THROW(till.easypaisa.enter(forged), std::logic_error) << "the hash holds the amount";
    EXPECT_EQ(come_back(till, till.easypaisa.decide(token))->state, State::succeeded);
    EXPECT_THROW(till.easypaisa.decide(token), std::logic_error) << "a token leads to step 2 once";
}

TEST(easypaisa_return, that_is_forged_truncated_or_replayed_changes_nothing) {
    Till till;
    auto payment = opened(till), other = opened(till);
    till.start(other, by_page);
    auto next = till.start(payment, by_page);
    auto reference = providers::easypaisa_reference(payment, 1);
    EXPECT_EQ(come_back(till, {{"status", "0000"}, {"desc", "Success"}, {"orderRefNumber", reference}})->state, State::pending) << "whoever says so";
    EXPECT_EQ(come_back(till, {{"status", "0000"}, {"orderRefNumber", reference.substr(0, 19)}}).error().code, "payments.return_refused");
    EXPECT_EQ(come_back(till, {{"status", "0000"}, {"orderRefNumber", providers::easypaisa_reference(payment, 7)}}).error().code, "payments.not_found");
    EXPECT_EQ(till.receipts("order"), 0);
    auto answer = till.easypaisa.pay(*next);
    till.shop.ctx.now += 2s;
    EXPECT_EQ(come_back(till, answer)->state, State::succeeded);
    EXPECT_EQ(come_back(till, answer)->state, State::succeeded) << "a repeat";
    auto moved = answer;
    for (auto& [name, text] : moved)
        if (name == "orderRefNumber") text = providers::easypaisa_reference(other, 1);
    EXPECT_EQ(come_back(till, moved)->state, State::pending) << "another order is not paid by it";
    EXPECT_EQ(till.receipts("order"), 1);
    till.expect_sound();
}

TEST(easypaisa_page, takes_no_form_whose_time_is_over) {
    Till till;
    auto payment = opened(till);
    auto next = till.start(payment, by_page);
    till.easypaisa.ahead = 31min;
    EXPECT_THROW(till.easypaisa.enter(*next), std::logic_error);
    till.work(31min);
    EXPECT_EQ(till.state(payment), "cancelled");
    till.expect_sound();
}

// Trap 38: a decline keeps the payment open, its words reach the buyer, and another try, under another reference, pays.
TEST(easypaisa_roads, let_the_buyer_try_again_after_a_decline) {
    Till till;
    auto payment = opened(till);
    auto first = till.start(payment, by_page);
    EXPECT_EQ(come_back(till, till.easypaisa.pay(*first, false))->state, State::pending);
    EXPECT_EQ(till.verify(payment)->failure, "Easypaisa did not complete the payment. You were not charged.");
    EXPECT_EQ(till.news("payments.failed", payment), 0);
    auto second = till.start(payment, by_page);
    ASSERT_TRUE(second && second->kind == "redirect");
    EXPECT_NE(to_json(*first), to_json(*second));
    till.easypaisa.pay(*second);
    EXPECT_EQ(till.verify(payment)->state, State::succeeded);
    EXPECT_EQ(till.easypaisa.order(payment, 1)->status, "FAILED");
    EXPECT_EQ(till.easypaisa.order(payment, 2)->status, "PAID");
    till.expect_sound();
}

TEST(easypaisa_phone, that_says_no_at_once_says_why_and_another_number_pays) {
    Till till;
    for (auto [ending, words] : {std::pair("13", "There is not enough money in this Easypaisa account."), std::pair("14", "There is no Easypaisa account with this mobile number.")}) {
        auto payment = opened(till);
        EXPECT_EQ(till.start(payment, by_phone(ending))->kind, "wait");
        till.work();
        EXPECT_EQ(till.verify(payment)->failure, words) << "the inquiry knows less and does not wipe it out";
        EXPECT_EQ(till.state(payment), "pending");
        EXPECT_EQ(till.start(payment, by_phone("7"))->kind, "wait");
        EXPECT_FALSE(till.verify(payment)->failure) << "what went wrong before is over";
        till.work();
        expect_one_capture(till, payment, words);
    }
    till.expect_sound();
}

TEST(easypaisa_phone, that_rings_is_not_rung_again) {
    Till till;
    auto payment = opened(till);
    till.start(payment, by_phone());
    till.work();
    for (const auto& again : {by_phone(), by_phone("7"), by_page, by_shop}) EXPECT_EQ(till.start(payment, again)->kind, "wait") << "one question at a time";
    till.work();
    EXPECT_EQ(till.easypaisa.it.account.orders.size(), 1u);
    EXPECT_TRUE(till.easypaisa.answer_phone(payment, false));
    EXPECT_TRUE(till.verify(payment)->failure);
    EXPECT_EQ(till.start(payment, by_page)->kind, "redirect");
    till.expect_sound();
}

// A timeout is unknown, never failed; the inquiry settles it.
TEST(easypaisa_phone, whose_answer_was_lost_is_settled_by_the_inquiry) {
    Till till;
    auto payment = opened(till);
    till.easypaisa.it.faults.add({"ma.initiate", FaultKind::lost_answer, 1, {}, {}});
    till.start(payment, by_phone("7"));
    till.work();
    EXPECT_EQ(till.state(payment), "pending");
    EXPECT_EQ(till.news("payments.failed", payment), 0);
    till.work(2min);
    expect_one_capture(till, payment, "lost answer");
    till.expect_sound();
}

// Buyers leave their phones lying: that is no disturbance of Easypaisa's, and the next buyer is offered it.
TEST(easypaisa_phone, that_nobody_answers_does_not_open_the_circuit) {
    Till till;
    till.easypaisa.it.faults.add({"ma.initiate", FaultKind::lost_answer, rules::faults_that_open, {}, {}});
    for (int n = 0; n < rules::faults_that_open; ++n) {
        auto payment = opened(till);
        EXPECT_EQ(till.shop.run(start(till.shop.app, till.shop.ctx, payment, {.is_first_start = true, .answers = by_phone()}))->kind, "wait");
    }
    till.work();
    EXPECT_EQ(till.easypaisa.it.account.orders.size(), size_t(rules::faults_that_open)) << "each phone rang";
    EXPECT_EQ(circuit_of(till.shop.ctx.store, "easypaisa").faults, 0);
    EXPECT_EQ(circuit_of(till.shop.ctx.store, "easypaisa").state, Circuit::closed);
}

TEST(easypaisa_token, is_kept_for_the_buyer_until_it_is_paid) {
    Till till;
    auto payment = opened(till, 48h);
    auto first = till.start(payment, by_shop), second = till.start(payment, by_shop);
    ASSERT_TRUE(first && first->instructions && second && second->instructions);
    EXPECT_EQ(first->instructions->token, till.easypaisa.order(payment)->token);
    EXPECT_EQ(first->instructions->token, second->instructions->token);
    auto kept = till.shop.run(instructions(till.shop.app, till.shop.ctx, payment));
    ASSERT_TRUE(kept);
    EXPECT_EQ(to_json(*kept), to_json(*first->instructions));
    till.work(2min);
    EXPECT_EQ(till.state(payment), "pending") << "it may take two days";
    EXPECT_TRUE(till.easypaisa.pay_token(payment));
    EXPECT_FALSE(till.easypaisa.pay_token(payment)) << "a token is paid once";
    till.work(20min);
    expect_one_capture(till, payment, "token");
    EXPECT_FALSE(till.shop.run(instructions(till.shop.app, till.shop.ctx, payment)));
    till.expect_sound();
}

TEST(easypaisa_token, that_expires_unpaid_ends_the_payment) {
    Till till;
    auto payment = opened(till, 48h);
    till.start(payment, by_shop);
    till.easypaisa.ahead = 49h;
    auto later = till.shop.ctx;
    later.now += 49h;
    EXPECT_FALSE(till.shop.run(instructions(till.shop.app, later, payment))) << "a token that is over is not shown";
    till.work(49h);
    EXPECT_EQ(till.state(payment), "cancelled");
    EXPECT_EQ(till.news("payments.failed", payment), 1);
    EXPECT_EQ(till.shop.count("select count(*) from jobs.events where name = 'payments.failed' and payload->>'reason' = 'expired'"), 1);
    EXPECT_FALSE(till.easypaisa.pay_token(payment));
    till.expect_sound();
}

TEST(easypaisa_token, is_found_again_when_the_answer_was_lost) {
    Till till;
    auto at_once = opened(till, 48h);
    till.easypaisa.it.faults.add({"otc.initiate", FaultKind::lost_answer, 1, {}, {}});
    EXPECT_EQ(till.start(at_once, by_shop)->kind, "instructions");

    auto later = opened(till, 48h);
    till.easypaisa.it.faults.add({"otc.initiate", FaultKind::lost_answer, 1, {}, {}});
    till.easypaisa.it.faults.add({"inquire", FaultKind::error, 3, {}, {}});
    auto started = till.shop.run(start(till.shop.app, till.shop.ctx, later, {.is_first_start = true, .answers = by_shop}));
    EXPECT_EQ(started->kind, "none");
    EXPECT_EQ(till.state(later), "created");
    till.work(2min);  // the sweeper knows no answers, and adopts what is there
    EXPECT_EQ(till.state(later), "pending");
    EXPECT_TRUE(till.shop.run(instructions(till.shop.app, till.shop.ctx, later)));
    EXPECT_EQ(till.easypaisa.it.account.orders.size(), 2u);
    till.expect_sound();
}

// Money for a payment that was given up: recorded, and kept for a person, because Easypaisa gives nothing back by itself.
TEST(easypaisa_roads, keep_late_money_for_a_person) {
    Till till;
    auto payment = opened(till, 48h);
    till.start(payment, by_shop);
    EXPECT_EQ(till.shop.run(cancel(till.shop.app, till.shop.ctx, payment))->state, State::cancelled);
    EXPECT_TRUE(till.easypaisa.pay_token(payment));
    for (int n = 0; n < 2; ++n) till.work(2min);
    EXPECT_EQ(till.state(payment), "cancelled");
    EXPECT_EQ(till.news("payments.surplus", payment), 1);
    EXPECT_EQ(till.shop.count("select count(*) from payments.refunds"), 1) << "it stands on a clerk's list";
    EXPECT_EQ(till.shop.count("select count(*) from payments.refunds where by_hand and state = 'pending'"), 1);
    till.expect_sound(price_minor);
}

// Trap 40: the buyer pays the token, too, after paying on the page.
TEST(easypaisa_roads, keep_second_money_for_a_person) {
    Till till;
    auto payment = opened(till, 48h);
    till.start(payment, by_shop);
    auto next = till.start(payment, by_page);
    ASSERT_EQ(next->kind, "redirect");
    EXPECT_EQ(come_back(till, till.easypaisa.pay(*next))->state, State::succeeded);
    EXPECT_TRUE(till.easypaisa.pay_token(payment));
    EXPECT_EQ(till.post(till.easypaisa.message()), 200);
    till.work();
    EXPECT_EQ(till.state(payment), "succeeded");
    EXPECT_EQ(till.receipts("order"), 1);
    EXPECT_EQ(till.news("payments.surplus", payment), 1);
    till.expect_sound(price_minor);
}

// Trap 45: the shopper was charged another amount.
TEST(easypaisa_roads, do_not_pay_an_order_with_another_amount) {
    Till till;
    auto payment = opened(till);
    till.easypaisa.it.faults.add({"payments.pay", FaultKind::wrong_amount, 1, {}, {}});
    auto next = till.start(payment, by_page);
    EXPECT_EQ(come_back(till, till.easypaisa.pay(*next))->state, State::failed);
    EXPECT_EQ(till.receipts("order"), 0);
    EXPECT_EQ(till.news("payments.surplus", payment), 1);
    till.expect_sound(price_minor + 100);
}

TEST(easypaisa_refund, waits_for_a_person) {
    Till till;
    auto payment = opened(till);
    till.easypaisa.pay(*till.start(payment, by_page));
    EXPECT_EQ(till.verify(payment)->state, State::succeeded);
    NewRefund wanted{.id = RefundId::next(till.shop.ctx.now), .payment = payment, .amount = Shop::rupees(600), .reason = "requested"};
    EXPECT_EQ(till.shop.run(refund(till.shop.app, till.shop.ctx, wanted))->state, RefundState::pending) << "nobody pretends that it went back";
    till.work(20min);
    EXPECT_EQ(till.account("refunds"), 0);
    EXPECT_EQ(till.shop.run(end_refund(till.shop.app, till.shop.ctx, wanted.id, {RefundState::succeeded, *Text<1, 500>::parse("sent by bank")}))->state, RefundState::succeeded);
    EXPECT_EQ(till.account("refunds"), 60'000);
}

// The n-th call fails, before or after its work was done: the story ends as if it had not.
TEST(easypaisa_roads, survive_the_failure_of_any_call) {
    Till till;
    for (auto kind : {FaultKind::error, FaultKind::lost_answer, FaultKind::drop})
        for (const auto* call : {"ma.initiate", "otc.initiate", "inquire"})
            for (const auto& answers : {by_phone("7"), by_shop}) {
                auto payment = opened(till, 48h);
                till.easypaisa.it.faults.add({call, kind, 3, {}, {}});
                till.start(payment, answers);
                for (int round = 1; round < 4; ++round) till.work(round * 20min);
                till.easypaisa.it.faults.clear();
                if (till.state(payment) != "succeeded") till.start(payment, answers);  // the buyer presses again
                till.work(80min);
                till.easypaisa.pay_token(payment);
                for (int round = 5; round < 8; ++round) till.work(round * 20min);
                expect_one_capture(till, payment, call);
                ASSERT_EQ(till.easypaisa.order(payment, 2), nullptr) << call << ": one order, whatever was lost";
                till.easypaisa.it.faults.clear();
            }
    till.expect_sound();
}

}  // namespace
}  // namespace vitrine::payments
