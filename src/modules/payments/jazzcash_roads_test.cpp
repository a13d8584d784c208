// Every road to the one settlement for payments at JazzCash, against the simulated one on loopback.
#include <gtest/gtest.h>

#include <algorithm>

#include "modules/payments/gateways/jazzcash_fields.h"
#include "modules/payments/steps.h"
#include "tests/shop/long.h"
#include "tests/shop/roads.h"

namespace vitrine::payments {
namespace {

using simulators::FaultKind;
using test::Till;

constexpr std::int64_t price_minor = 160'000;

PaymentId started(Till& till) {
    auto payment = till.open(test::Shop::rupees(1'600), "jazzcash");
    auto next = till.start(payment);
    EXPECT_TRUE(next && next->kind == "wallet" && next->asks);
    return payment;
}
Next page_of(Till& till, PaymentId payment) {
    auto next = till.shop.run(start_hosted(till.shop.app, till.shop.ctx, payment, {.base = "http://here"}));
    EXPECT_TRUE(next && next->kind == "redirect" && next->fields);
    return next.value();
}
Result<PaymentView> come_back(Till& till, shape::Fields fields) { return till.shop.run(take_return(till.shop.app, till.shop.ctx, "jazzcash", std::move(fields))); }
Result<PaymentView> by_wallet(Till& till, PaymentId payment, std::string mobile = "0312 3456789") {
    return till.shop.run(pay_with(till.shop.app, till.shop.ctx, payment, {{"mobile", std::move(mobile)}, {"cnic", "345678"}}));
}

/// The steps that race after a buyer was sent to JazzCash's page, or whose wallet was asked and the answer lost.
struct Story {
    Till& till;
    PaymentId payment;
    shape::Fields answer = {};
    std::optional<http::Request> message = {};

    void run(char step) {
        switch (step) {
            case 'p': answer = till.jazzcash.pay(page_of(till, payment)); break;
            case 'w':
                till.jazzcash.it.faults.add({"wallet.pay", FaultKind::lost_answer, 1, {}, {}});
                EXPECT_TRUE(by_wallet(till, payment));
                break;
            case 'r': EXPECT_TRUE(come_back(till, answer)); break;
            case 'n':
                if (!message) message = till.jazzcash.notification();
                EXPECT_EQ(till.post(*message), 200);
                till.work();
                break;
            case 'v': EXPECT_TRUE(till.verify(payment)); break;
            case 's': till.work(2min); break;
            default: FAIL() << "no such step";
        }
    }
};

auto beginner(Till& till) {
    return [&till] {
        auto story = std::make_shared<Story>(till, started(till));
        return std::pair(story->payment, std::function<void(char)>([story](char step) { story->run(step); }));
    };
}

// Traps 33 and 35: the browser's return, the notification twice, the reverification and the sweeper in all orders that can happen.
TEST(jazzcash_roads, end_in_one_capture_whatever_their_order) {
    Till till;
    auto stories = test::tell_all(till, {.steps = "prnnvs", .afterwards = "rn", .every_nth = test::rounds(3, 1), .price_minor = price_minor, .begin = beginner(till)});
    EXPECT_EQ(stories, test::rounds(30, 90));
}

// The same when the wallet's answer was lost: a timeout is unknown, and the inquiry settles it.
TEST(jazzcash_roads, from_a_wallet_whose_answer_was_lost_end_in_one_capture) {
    Till till;
    test::tell_all(till, {.steps = "wnnvs", .pays = 'w', .afterwards = "n", .every_nth = test::rounds(2, 1), .price_minor = price_minor, .begin = beginner(till)});
}

TEST(jazzcash_roads, are_told_to_all_at_once_and_end_in_one_capture) {
    Till till(16);
    for (int round = 0; round < test::rounds(8, 200); ++round) {
        auto payment = started(till);
        auto answer = till.jazzcash.pay(page_of(till, payment));
        EXPECT_EQ(till.post(till.jazzcash.notification()), 200);
        std::vector<Task<Result<PaymentView>>> roads;
        for (int n = 0; n < 3; ++n) {
            roads.push_back(take_return(till.shop.app, till.shop.ctx, "jazzcash", answer));
            roads.push_back(verify(till.shop.app, till.shop.ctx, payment));
        }
        for (auto& view : till.shop.run(test::all_of(std::move(roads)))) ASSERT_TRUE(view && view->state == State::succeeded);
        till.work();
        ASSERT_EQ(till.news("payments.succeeded", payment), 1);
    }
    till.expect_sound();
}

TEST(jazzcash_page, gets_a_form_that_jazzcash_takes_and_the_same_again_until_it_was_used) {
    Till till;
    auto payment = started(till);
    auto first = page_of(till, payment);
    EXPECT_EQ(*first.url, till.jazzcash.url() + "/CustomerPortal/transactionmanagement/merchantform/");
    EXPECT_EQ(to_json(first), to_json(page_of(till, payment)));
    auto value = [&](const char* name) { return std::ranges::find(*first.fields, name, &FormField::name)->value; };
    EXPECT_EQ(value("pp_TxnRefNo"), providers::jazzcash_reference(payment, 1));
    EXPECT_EQ(value("pp_Amount"), "160000");
    EXPECT_EQ(value("pp_ReturnURL"), "http://here/checkout/return/jazzcash");
    EXPECT_EQ(value("pp_BillReference"), "T1");
    till.jazzcash.pay(first, "157");  // opened there and left
    auto second = page_of(till, payment);
    EXPECT_NE(to_json(first), to_json(second));
    EXPECT_EQ(till.charge(payment).references.size(), 2u) << "both can still bring money";
}

TEST(jazzcash_page, is_where_a_store_without_the_wallet_product_sends_everybody_at_once) {
    Till till;
    till.shop.config.gateway_settings["jazzcash_ways"] = "page";
    auto payment = till.open(test::Shop::rupees(1'600), "jazzcash");
    auto next = till.start(payment);
    ASSERT_TRUE(next);
    EXPECT_EQ(next->kind, "redirect");
    EXPECT_EQ(come_back(till, till.jazzcash.pay(*next))->state, State::succeeded);
    till.expect_sound();
}

// Somebody who has paid comes back and wants to pay again before anybody has told us.
TEST(jazzcash_page, is_not_opened_again_for_what_was_paid_already) {
    Till till;
    auto payment = started(till);
    till.jazzcash.pay(page_of(till, payment));
    auto again = till.shop.run(start_hosted(till.shop.app, till.shop.ctx, payment, {.base = "http://here"}));
    EXPECT_EQ(again->kind, "none");
    EXPECT_EQ(till.state(payment), "succeeded") << "and it is settled on the way";
    EXPECT_EQ(till.jazzcash.transactions(), 1);
    till.expect_sound();
}

TEST(jazzcash_return, that_is_forged_cut_doubled_or_another_merchants_makes_nobody_ask_and_changes_nothing) {
    Till till;
    auto payment = started(till), other = started(till);
    auto declined = till.jazzcash.pay(page_of(till, other), "004");
    auto answer = till.jazzcash.pay(page_of(till, payment));
    auto refused = [&](shape::Fields fields) { return come_back(till, std::move(fields)).error().code; };
    for (size_t n = 0; n < answer.size(); ++n) {
        auto forged = answer, cut = answer, doubled = answer;
        forged[n].second += "0";
        EXPECT_EQ(refused(forged), "payments.return_refused") << answer[n].first;
        if (answer[n].second.empty()) continue;
        cut[n].second.pop_back();
        EXPECT_EQ(refused(cut), "payments.return_refused") << answer[n].first;
        doubled.insert(doubled.begin(), {answer[n].first, "x"});
        EXPECT_EQ(refused(doubled), "payments.return_refused") << answer[n].first;
    }
    auto unsigned_one = answer;
    unsigned_one.pop_back();
    EXPECT_EQ(refused(unsigned_one), "payments.return_refused");
    declined.back() = answer.back();
    EXPECT_EQ(refused(declined), "payments.return_refused") << "another's hash";
    EXPECT_EQ(till.state(payment), "pending");
    EXPECT_EQ(come_back(till, answer)->state, State::succeeded);
    for (int n = 0; n < 3; ++n) EXPECT_EQ(come_back(till, answer)->state, State::succeeded) << "a replay changes nothing";
    EXPECT_EQ(till.news("payments.succeeded", payment), 1);
    EXPECT_EQ(till.state(other), "pending");
    till.expect_sound();
}

// Whoever knows the salt of nobody can still not turn a no into a yes: what was signed is only a hint to ask.
TEST(jazzcash_return, of_a_signed_but_untrue_success_settles_nothing) {
    Till till;
    auto payment = started(till);
    auto form = page_of(till, payment);
    till.jazzcash.pay(form, "157");
    auto* transaction = till.jazzcash.it.account.find(till.jazzcash.last_reference());
    auto untrue = till.jazzcash.it.account.result_of(*transaction, "000", "fine");
    EXPECT_EQ(come_back(till, untrue)->state, State::pending);
    EXPECT_EQ(till.receipts("order"), 0);
}

TEST(jazzcash_return, after_the_window_changes_nothing_and_its_money_goes_back) {
    Till till;
    auto payment = started(till);
    auto form = page_of(till, payment);
    till.jazzcash.pay(form, "157");
    till.work(31min);
    EXPECT_EQ(till.state(payment), "pending") << "an attempt is under way, and its answer is not final yet";
    till.work(46min);
    EXPECT_EQ(till.state(payment), "cancelled");
    EXPECT_TRUE(till.jazzcash.it.account.end(till.jazzcash.last_reference(), "000"));
    auto* late = till.jazzcash.it.account.find(till.jazzcash.last_reference());
    EXPECT_EQ(come_back(till, till.jazzcash.it.account.result_of(*late, "000", "fine"))->state, State::cancelled);
    EXPECT_EQ(till.receipts("order"), 0);
    EXPECT_EQ(till.post(till.jazzcash.notification()), 200);
    till.work();
    EXPECT_EQ(till.state(payment), "cancelled");
    EXPECT_EQ(till.news("payments.surplus", payment), 1);
    EXPECT_EQ(till.jazzcash.it.account.money_held(), 0);
    till.expect_sound();
}

// Late money that nobody tells of is found by the daily look.
TEST(jazzcash_roads, find_late_money_without_being_told_and_give_it_back) {
    Till till;
    auto payment = started(till);
    till.jazzcash.pay(page_of(till, payment), "004");
    till.work(31min);
    EXPECT_EQ(till.state(payment), "cancelled");
    EXPECT_TRUE(till.jazzcash.it.account.end(till.jazzcash.last_reference(), "000"));
    till.work(26h);
    till.work(26h);
    EXPECT_EQ(till.state(payment), "cancelled");
    EXPECT_EQ(till.news("payments.surplus", payment), 1);
    EXPECT_EQ(till.jazzcash.it.account.money_held(), 0);
    till.expect_sound();
}

TEST(jazzcash_page, of_a_form_that_has_expired_takes_no_money) {
    Till till;
    auto payment = started(till);
    auto form = page_of(till, payment);
    till.jazzcash.it.account.clock = [] { return clock_now() + 31min; };
    EXPECT_THROW(till.jazzcash.pay(form), std::logic_error);
    EXPECT_EQ(till.jazzcash.transactions(), 0);
}

// Trap 38: a decline keeps the payment open, its words reach the buyer, and another attempt has a name of its own.
TEST(jazzcash_roads, let_the_buyer_try_again_after_a_decline) {
    Till till;
    auto payment = started(till);
    auto declined = come_back(till, till.jazzcash.pay(page_of(till, payment), "004"));
    EXPECT_EQ(declined->state, State::pending);
    EXPECT_EQ(declined->failure, "There is not enough money in the account. Add money and try again, or choose another way to pay.");
    EXPECT_EQ(till.post(till.jazzcash.notification()), 200);
    till.work();
    EXPECT_EQ(till.news("payments.failed", payment), 0);
    auto second = page_of(till, payment);
    EXPECT_FALSE(till.verify(payment)->failure) << "the old no is no news while a new attempt is open";
    auto answer = till.jazzcash.pay(second);
    EXPECT_EQ(till.jazzcash.last_reference(), providers::jazzcash_reference(payment, 2));
    EXPECT_EQ(come_back(till, answer)->state, State::succeeded);
    till.expect_sound();
}

// Trap 40: two attempts are both paid. One pays the order, the other goes back by itself.
TEST(jazzcash_roads, give_the_money_of_a_second_attempt_back) {
    Till till;
    auto payment = started(till);
    till.jazzcash.pay(page_of(till, payment), "157");
    auto first = till.jazzcash.last_reference();
    auto second = till.jazzcash.pay(page_of(till, payment));
    EXPECT_EQ(come_back(till, second)->state, State::succeeded);
    EXPECT_TRUE(till.jazzcash.it.account.end(first, "000"));
    EXPECT_EQ(till.post(till.jazzcash.notification()), 200);
    till.work();
    till.work();
    EXPECT_EQ(till.state(payment), "succeeded");
    EXPECT_EQ(till.news("payments.surplus", payment), 1);
    EXPECT_EQ(till.receipts("order"), 1);
    EXPECT_EQ(till.jazzcash.it.account.money_held(), price_minor);
    till.expect_sound();
}

// Trap 45 once more: the inquiry, which names no amount, was quicker than the message that does. A person has to look.
TEST(jazzcash_roads, keep_a_message_that_names_another_amount_than_was_booked) {
    Till till;
    auto payment = started(till);
    till.jazzcash.it.faults.add({"transactions.end", FaultKind::wrong_amount, 1, {}, {}});
    till.jazzcash.pay(page_of(till, payment));
    EXPECT_EQ(till.verify(payment)->state, State::succeeded);
    EXPECT_EQ(till.post(till.jazzcash.notification()), 200);
    till.work();
    EXPECT_EQ(till.shop.count("select count(*) from payments.webhook_inbox where state = 'quarantined'"), 1);
    EXPECT_EQ(till.state(payment), "succeeded");
}

// Trap 45: the buyer was charged another amount. The inquiry names none; the signed message does.
TEST(jazzcash_roads, give_another_amount_back_whoever_tells_of_it) {
    for (char teller : {'r', 'n', 'w'}) {
        Till till;
        auto payment = started(till);
        till.jazzcash.it.faults.add({"transactions.end", FaultKind::wrong_amount, 1, {}, {}});
        if (teller == 'w') EXPECT_TRUE(by_wallet(till, payment));
        if (teller == 'r') EXPECT_TRUE(come_back(till, till.jazzcash.pay(page_of(till, payment))));
        if (teller == 'n') till.jazzcash.pay(page_of(till, payment));
        if (teller == 'n') EXPECT_EQ(till.post(till.jazzcash.notification()), 200);
        till.work();
        till.work();
        EXPECT_EQ(till.state(payment), "failed") << teller;
        EXPECT_EQ(till.news("payments.surplus", payment), 1) << teller;
        EXPECT_EQ(till.receipts("order"), 0) << teller;
        EXPECT_EQ(till.jazzcash.it.account.money_held(), 0) << teller;
        till.expect_sound();
    }
}

TEST(jazzcash_notification, is_answered_with_a_hash_and_one_that_is_forged_is_kept_nowhere) {
    Till till;
    auto payment = started(till);
    till.jazzcash.pay(page_of(till, payment));
    auto body = till.jazzcash.last_told("notification").body;
    auto good = till.jazzcash.notification(), changed = good, cut = good, bare = good;
    changed.body.replace(changed.body.find("160000"), 6, "160001");
    cut.body.resize(cut.body.size() / 2);
    bare.body = body;
    for (const auto& request : {changed, cut, bare, test::jazzcash_message(body, "another salt")}) EXPECT_EQ(till.post(request), 400);
    till.work();
    EXPECT_EQ(till.shop.count("select count(*) from payments.webhook_inbox"), 0);
    EXPECT_EQ(till.state(payment), "pending");
    EXPECT_EQ(till.post(good), 200);
    EXPECT_EQ(till.post(good), 200);
    till.work();
    EXPECT_EQ(till.shop.count("select count(*) from payments.webhook_inbox"), 1);
    EXPECT_EQ(till.state(payment), "succeeded");
    till.expect_sound();
}

TEST(jazzcash_notification, of_a_transaction_that_is_not_ours_pays_nothing) {
    Till till;
    auto payment = started(till);
    auto form = page_of(till, payment);
    till.jazzcash.pay(form);
    auto fields = simulators::jazzcash::from_json_text(till.jazzcash.last_told("notification").body);
    for (auto& [name, value] : fields)
        if (name == "pp_TxnRefNo") value = "T1234567890123456789";
    EXPECT_EQ(till.post(test::jazzcash_message(simulators::jazzcash::to_json_text(fields), till.jazzcash.it.account.keys.salt)), 200);
    till.work();
    EXPECT_EQ(till.state(payment), "pending");
    EXPECT_EQ(till.shop.count("select count(*) from payments.webhook_inbox where state = 'quarantined'"), 1);
    EXPECT_EQ(till.receipts("order"), 0);
}

TEST(jazzcash_salt, is_exchanged_without_losing_a_payment) {
    Till till;
    auto& settings = till.shop.config.gateway_settings;
    auto& keys = till.jazzcash.it.account.keys;
    auto before = started(till), between = started(till);
    auto old_answer = till.jazzcash.pay(page_of(till, between));
    auto old_form = page_of(till, before);
    settings["jazzcash_previous_salt"] = keys.salt;
    settings["jazzcash_salt"] = "fresh";
    EXPECT_EQ(come_back(till, till.jazzcash.pay(old_form))->state, State::succeeded) << "JazzCash still has the old one: our call falls back to it";

    keys.salt = "fresh";  // and now it has the new one alone
    auto after = started(till);
    EXPECT_EQ(come_back(till, till.jazzcash.pay(page_of(till, after)))->state, State::succeeded);
    auto overdue = old_answer;
    settings["jazzcash_previous_salt"] = "";
    EXPECT_EQ(come_back(till, overdue).error().code, "payments.return_refused") << "the overlap is over";
    EXPECT_EQ(till.state(between), "pending");
    settings["jazzcash_previous_salt"] = "simulated_salt";
    EXPECT_EQ(come_back(till, old_answer)->state, State::succeeded) << "signed before the exchange";
    till.expect_sound();
}

}  // namespace
}  // namespace vitrine::payments
