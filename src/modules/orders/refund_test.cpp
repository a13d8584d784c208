// Giving back against a scripted Stripe, gift cards and the books: what the gateway holds, what the order says and what the ledger says agree at every step.
#include "modules/orders/refund.h"

#include <gtest/gtest.h>

#include <map>

#include "app/verify/verify.h"
#include "modules/tenders/api.h"
#include "tests/shop/till.h"

namespace vitrine::orders {
namespace {

using test::Shop;
using test::Till;
using Fault = test::ScriptedStripe::Fault;

struct Counter {
    explicit Counter(int connections = 8) : till(connections) {}

    /// A gift card of so many rupees, entered into the cart.
    void pay_with_card(Shop::Cart& cart, std::int64_t rupees) {
        auto code = tenders::new_card_code();
        shop.database.run("with made as (insert into tenders.accounts (store_id, id, kind, currency, balance, code_hash, last_four) select store_id, gen_random_uuid(), 'gift_card', 'PKR', " +
                          std::to_string(rupees * 100) + ", sha256('" + code.str() + "'), '" + code.str().substr(12) +
                          "' from stores.stores returning store_id, id, balance), moved as (insert into tenders.movements (store_id, account, kind, amount) select store_id, id, 'issued', balance from made), "
                          "posted as (insert into ledger.postings (store_id, id, kind, reference) select store_id, id, 'tender.issued', id::text from made returning store_id, id) "
                          "insert into ledger.lines (store_id, posting, position, account, currency, minor) select p.store_id, p.id, n, case n when 1 then 'gift_cards:given' else 'gift_cards' end, 'PKR', "
                          "case n when 1 then m.balance else -m.balance end from posted p join made m on m.id = p.id, generate_series(1, 2) as n");
        if (auto entered = shop.run(carts::enter_gift_card(shop.app, shop.ctx, cart.id, cart.access, {code, {}})); !entered) throw std::runtime_error(entered.error().code);
    }
    OrderView paid(std::int64_t quantity = 4, std::int64_t card = 0) {
        auto cart = shop.cart_ready_to_place({{pen, quantity}});
        if (card) pay_with_card(cart, card);
        auto attempt = shop.place(cart, "", "stripe");
        if (!attempt.result) throw std::runtime_error(attempt.refusal());
        auto order = attempt.order();
        if (!order.payable.is_zero()) till.stripe.pay(till.intent_of(order.payment));
        till.verify(order.payment);
        shop.run_due_jobs();
        return order;
    }
    Task<Result<GivenBack>> giving(OrderId order, NewOrderRefund in, std::string key) { return give_back(shop.app, staff(), order, std::move(key), std::move(in)); }
    Result<GivenBack> give(OrderId order, NewOrderRefund in = {}, std::string key = "") {
        return shop.run(giving(order, std::move(in), key.empty() ? "key " + std::to_string(++keys) : key));
    }
    static NewOrderRefund amount(Money money, RefundTo to = RefundTo::original) { return {.amount = money, .to = to, .reason = *Text<1, 500>::parse("asked for")}; }
    static NewOrderRefund line(std::int64_t position, std::int64_t quantity) {
        NewOrderRefund in{.reason = *Text<1, 500>::parse("came back")};
        in.lines = std::vector<RefundLine>{{{position}, {quantity}}};
        return in;
    }
    std::string state(OrderId id) { return std::string(shape_name(shop.run(view(shop.app, staff(), id, {}))->state)); }
    std::int64_t account(const std::string& name) { return till.account(name); }
    Ctx staff() {
        auto ctx = shop.ctx;
        ctx.role = Role::staff;
        return ctx;
    }
    void expect_sound() {
        auto report = shop.run(verify::verify(shop.floor.db, {shop.directory->by_id(shop.ctx.store)}, clock_now()));
        EXPECT_TRUE(report.is_clean()) << verify::table_of(report);
        EXPECT_EQ(account("clearing:stripe"), till.stripe.money_held());
    }
    void expect_nothing_sold() {
        for (const auto* name : {"sales", "shipping", "tax", "discounts", "rounding", "allowances", "receivable", "refunds"}) EXPECT_EQ(account(name), 0) << name;
    }

    Till till;
    Shop& shop = till.shop;
    catalog::VariantId pen = shop.article("PEN-1", Shop::rupees(250), 1'000);
    int keys = 0;
};

// Trap 3: exactly what was captured goes back, and the order, its payment and the books say so.
TEST(give_back, all_of_an_order_leaves_nothing_behind) {
    Counter counter;
    auto order = counter.paid();
    auto given = counter.give(order.id);
    ASSERT_TRUE(given) << given.error().code;
    EXPECT_EQ(given->refund.state, RefundProgress::succeeded);
    EXPECT_EQ(given->refund.amount, order.total);
    EXPECT_EQ(counter.till.state(order.payment), "refunded");
    counter.shop.run_due_jobs();
    EXPECT_EQ(counter.state(order.id), "refunded");
    EXPECT_EQ(counter.till.stripe.money_held(), 0);
    counter.expect_nothing_sold();
    EXPECT_EQ(counter.give(order.id).error().code, "orders.refund_too_large");
    counter.expect_sound();
}

// Traps 6 and 16, with the money of a gateway: unit by unit, then delivery.
TEST(give_back, line_by_line_ends_at_exactly_nothing) {
    Counter counter;
    auto order = counter.paid(3);
    for (int unit = 0; unit < 3; ++unit) {
        auto given = counter.give(order.id, Counter::line(1, 1));
        ASSERT_TRUE(given);
        EXPECT_EQ(given->refund.items[0].gross, Shop::rupees(250));
        EXPECT_EQ(counter.state(order.id), "paid");
    }
    EXPECT_EQ(counter.give(order.id, Counter::line(1, 1)).error().code, "orders.refund_too_large");
    EXPECT_EQ(counter.till.stripe.money_held(), Shop::rupees(200).minor) << "delivery";
    counter.expect_sound();
    ASSERT_TRUE(counter.give(order.id, {.shipping = true, .reason = *Text<1, 500>::parse("late")}));
    counter.shop.run_due_jobs();
    EXPECT_EQ(counter.state(order.id), "refunded");
    counter.expect_nothing_sold();
    counter.expect_sound();
}

// Trap 46: of two refunds of 60 % at once one is refused.
TEST(give_back, of_two_at_once_refuses_the_one_that_is_too_much) {
    Counter counter;
    for (int round = 0; round < 5; ++round) {
        auto order = counter.paid();
        auto most = Money{order.total.minor * 6 / 10, order.total.currency};
        std::vector<Task<Result<GivenBack>>> both;
        for (int n = 0; n < 2; ++n) both.push_back(counter.giving(order.id, Counter::amount(most), "round " + std::to_string(round) + " " + std::to_string(n)));
        int refused = 0;
        for (auto& one : counter.shop.run(test::all_of(std::move(both)))) refused += !one && one.error().code == "orders.refund_too_large";
        EXPECT_EQ(refused, 1);
    }
    counter.expect_sound();
}

enum class Ended { given, refused, busy };
/// Busy: the database had no connection in time, and nothing happened.
Task<Ended> try_to_give(Counter& counter, OrderId order, Money amount, std::string key) {
    try {
        auto given = co_await counter.giving(order, Counter::amount(amount), std::move(key));
        co_return given ? Ended::given : Ended::refused;
    } catch (const pg::Unavailable&) {
    }
    co_return Ended::busy;
}

// Trap 46 with a crowd: a hundred at once over a seventh each give seven.
TEST(give_back, never_gives_more_than_was_paid_to_a_hundred_at_once) {
    Counter counter(16);
    auto order = counter.paid(10);
    auto part = Money{order.total.minor / 7, order.total.currency};
    std::vector<Task<Ended>> crowd;
    for (int n = 0; n < 100; ++n) crowd.push_back(try_to_give(counter, order.id, part, "crowd " + std::to_string(n)));
    std::map<Ended, int> ended;
    for (auto one : counter.shop.run(test::all_of(std::move(crowd)))) ++ended[one];
    for (int n = 0; n < 7; ++n) counter.give(order.id, Counter::amount(part));  // in the place of those the database had no time for
    counter.shop.run_due_jobs();
    EXPECT_LE(ended[Ended::given], 7);
    EXPECT_EQ(counter.shop.count("select count(*) from orders.refunds"), 7);
    EXPECT_EQ(counter.till.stripe.money_held(), order.total.minor - 7 * part.minor);
    counter.expect_sound();
}

TEST(give_back, with_the_same_key_happens_once) {
    Counter counter;
    auto order = counter.paid();
    std::vector<Task<Result<GivenBack>>> same;
    for (int n = 0; n < 4; ++n) same.push_back(counter.giving(order.id, Counter::line(1, 1), "one key"));
    int replayed = 0;
    for (auto& one : counter.shop.run(test::all_of(std::move(same)))) {
        ASSERT_TRUE(one);
        replayed += one->replayed;
    }
    EXPECT_EQ(replayed, 3);
    EXPECT_EQ(counter.shop.count("select count(*) from orders.refunds"), 1);
    EXPECT_EQ(counter.give(order.id, Counter::line(1, 2), "one key").error().code, "idempotency.key_reused");
    EXPECT_EQ(counter.give(counter.paid().id, Counter::line(1, 1), "one key").error().code, "idempotency.key_reused");
    counter.expect_sound();
}

// Trap 47: fail, try again, succeed; money and status agree at each step.
TEST(give_back, that_failed_is_owed_until_it_is_tried_again) {
    Counter counter;
    auto order = counter.paid();
    counter.till.stripe.refund_status = "failed";
    auto failed = counter.give(order.id);
    ASSERT_TRUE(failed);
    EXPECT_EQ(failed->refund.state, RefundProgress::failed);
    counter.shop.run_due_jobs();
    EXPECT_EQ(counter.state(order.id), "paid");
    EXPECT_EQ(counter.account("refunds"), -order.total.minor) << "granted, and still owed";
    EXPECT_EQ(counter.till.stripe.money_held(), order.total.minor);
    counter.expect_sound();

    auto again = [&](RefundTo to) { return counter.shop.run(retry_refund(counter.shop.app, counter.staff(), order.id, failed->refund.id, to)); };
    EXPECT_EQ(again(RefundTo::original)->state, RefundProgress::failed);
    counter.till.stripe.refund_status = "succeeded";
    EXPECT_EQ(again(RefundTo::original)->state, RefundProgress::succeeded);
    EXPECT_EQ(again(RefundTo::original).error().code, "orders.refund_not_failed");
    counter.shop.run_due_jobs();
    EXPECT_EQ(counter.state(order.id), "refunded");
    EXPECT_EQ(counter.till.stripe.money_held(), 0);
    counter.expect_nothing_sold();
    counter.expect_sound();
}

TEST(give_back, that_failed_can_become_store_credit_or_be_withdrawn) {
    Counter counter;
    counter.till.stripe.refund_status = "failed";
    auto first = counter.paid(), second = counter.paid();
    auto one = counter.give(first.id), other = counter.give(second.id, Counter::line(1, 2));
    auto credited = counter.shop.run(retry_refund(counter.shop.app, counter.staff(), first.id, one->refund.id, RefundTo::store_credit));
    EXPECT_EQ(credited->state, RefundProgress::succeeded);
    EXPECT_EQ(counter.account("store_credit"), -first.total.minor);
    EXPECT_EQ(counter.state(first.id), "refunded");
    auto withdraw = [&] { return counter.shop.run(withdraw_refund(counter.shop.app, counter.staff(), second.id, other->refund.id)); };
    for (int n = 0; n < 2; ++n) EXPECT_EQ(withdraw()->state, RefundProgress::withdrawn);
    counter.expect_sound();
    counter.till.stripe.refund_status = "succeeded";
    EXPECT_TRUE(counter.give(second.id)) << "all of it may be given back again";
    EXPECT_EQ(counter.shop.run(withdraw_refund(counter.shop.app, counter.staff(), first.id, one->refund.id)).error().code, "orders.refund_not_failed");
    counter.shop.run_due_jobs();
    counter.expect_sound();
}

// Two ways paid; what the gateway could not give back is still owed through it, so that later refunds leave that money alone and it can be tried again.
TEST(give_back, that_failed_finds_its_money_whatever_was_given_since) {
    for (auto later : {RefundTo::original, RefundTo::store_credit}) {
        Counter counter;
        auto order = counter.paid(4, 700);  // 500 through the gateway
        counter.till.stripe.refund_status = "failed";
        auto failed = counter.give(order.id, Counter::amount(Shop::rupees(500)));
        ASSERT_TRUE(failed);
        EXPECT_EQ(failed->refund.state, RefundProgress::failed);
        counter.till.stripe.refund_status = "succeeded";
        NewOrderRefund rest{.to = later, .reason = *Text<1, 500>::parse("the rest")};
        auto given = counter.give(order.id, rest);
        ASSERT_TRUE(given) << given.error().detail;
        EXPECT_EQ(given->refund.amount, Shop::rupees(700));
        EXPECT_EQ(given->refund.parts.at(0).way, later == RefundTo::original ? RefundWay::tender : RefundWay::store_credit);
        counter.expect_sound();
        auto again = counter.shop.run(retry_refund(counter.shop.app, counter.staff(), order.id, failed->refund.id, RefundTo::original));
        ASSERT_TRUE(again) << again.error().detail;
        EXPECT_EQ(again->state, RefundProgress::succeeded);
        counter.shop.run_due_jobs();
        EXPECT_EQ(counter.state(order.id), "refunded");
        EXPECT_EQ(counter.till.stripe.money_held(), 0);
        counter.expect_nothing_sold();
        counter.expect_sound();
    }
}

TEST(give_back, whose_answer_was_lost_is_carried_out_by_the_job) {
    Counter counter;
    auto order = counter.paid();
    counter.till.stripe.faults = {Fault::error_after};
    auto given = counter.give(order.id);
    ASSERT_TRUE(given);
    EXPECT_EQ(given->refund.state, RefundProgress::pending);
    counter.shop.run_due_jobs(clock_now() + Duration(1min));
    EXPECT_EQ(counter.state(order.id), "refunded");
    EXPECT_EQ(counter.till.stripe.refunds.size(), 1u);
    counter.expect_sound();
}

TEST(give_back, of_a_pending_refund_waits_for_the_gateways_word) {
    Counter counter;
    auto order = counter.paid();
    counter.till.stripe.refund_status = "pending";
    EXPECT_EQ(counter.give(order.id)->refund.state, RefundProgress::pending);
    counter.shop.run_due_jobs();
    EXPECT_EQ(counter.state(order.id), "paid");
    counter.till.stripe.refunds.begin()->second = "succeeded";
    counter.shop.run_due_jobs(clock_now() + Duration(11min));
    EXPECT_EQ(counter.state(order.id), "refunded");
    counter.expect_sound();
}

// An order that two ways paid is given back over both: the gateway first, then the card.
TEST(give_back, reaches_every_tender_in_the_stated_order) {
    Counter counter;
    auto order = counter.paid(4, 700);
    ASSERT_EQ(order.payable, Shop::rupees(500));
    auto first = counter.give(order.id, Counter::line(1, 1));
    ASSERT_TRUE(first);
    ASSERT_EQ(first->refund.parts.size(), 1u);
    EXPECT_EQ(first->refund.parts[0].way, RefundWay::payment);
    auto second = counter.give(order.id, Counter::line(1, 2));
    ASSERT_EQ(second->refund.parts.size(), 2u);
    EXPECT_EQ(second->refund.parts[0].amount, Shop::rupees(250));
    EXPECT_EQ(second->refund.parts[1].way, RefundWay::tender);
    EXPECT_EQ(second->refund.parts[1].amount, Shop::rupees(250));
    counter.expect_sound();
    ASSERT_TRUE(counter.give(order.id));
    counter.shop.run_due_jobs();
    EXPECT_EQ(counter.shop.count("select balance from tenders.accounts"), 70'000);
    EXPECT_EQ(counter.till.stripe.money_held(), 0);
    EXPECT_EQ(counter.state(order.id), "refunded");
    counter.expect_nothing_sold();
    counter.expect_sound();
}

TEST(give_back, of_an_order_that_cards_paid_alone_asks_no_gateway) {
    Counter counter;
    auto order = counter.paid(2, 900);
    EXPECT_TRUE(order.payable.is_zero());
    EXPECT_EQ(counter.state(order.id), "paid");
    ASSERT_TRUE(counter.give(order.id));
    EXPECT_EQ(counter.state(order.id), "refunded");
    EXPECT_EQ(counter.shop.count("select balance from tenders.accounts"), 90'000);
    EXPECT_EQ(counter.till.stripe.refunds.size(), 0u);
    counter.expect_sound();
}

TEST(give_back, as_store_credit_leaves_the_money_at_the_gateway) {
    Counter counter;
    auto order = counter.paid();
    auto given = counter.give(order.id, Counter::amount(Shop::rupees(300), RefundTo::store_credit));
    ASSERT_TRUE(given);
    EXPECT_EQ(given->refund.state, RefundProgress::succeeded);
    EXPECT_EQ(counter.account("store_credit"), -30'000);
    EXPECT_EQ(counter.account("allowances"), 30'000);
    EXPECT_EQ(counter.till.stripe.money_held(), order.total.minor);
    counter.expect_sound();
    EXPECT_EQ(counter.give(order.id, Counter::amount(order.total)).error().code, "orders.refund_too_large");
    ASSERT_TRUE(counter.give(order.id));
    EXPECT_EQ(counter.till.stripe.money_held(), 30'000) << "the rest went back to the card";
    EXPECT_EQ(counter.account("allowances"), 0);
    counter.shop.run_due_jobs();
    counter.expect_sound();
}

TEST(preview_refund, says_what_would_be_given_and_gives_nothing) {
    Counter counter;
    auto order = counter.paid(4, 700);
    auto preview = counter.shop.run(preview_refund(counter.shop.app, counter.staff(), order.id, Counter::line(1, 3)));
    ASSERT_TRUE(preview);
    EXPECT_EQ(preview->amount, Shop::rupees(750));
    EXPECT_EQ(preview->left, Shop::rupees(450));
    ASSERT_EQ(preview->parts.size(), 2u);
    EXPECT_EQ(preview->parts[0].method, "stripe");
    EXPECT_EQ(preview->parts[1].amount, Shop::rupees(250));
    EXPECT_EQ(counter.shop.count("select count(*) from orders.refunds"), 0);
    EXPECT_EQ(counter.till.stripe.money_held(), order.payable.minor);
    counter.expect_sound();
}

TEST(give_back, refuses_an_order_that_nobody_paid) {
    Counter counter;
    auto order = counter.shop.place(counter.shop.cart_ready_to_place({{counter.pen, 1}})).order();
    EXPECT_EQ(counter.give(order.id).error().code, "orders.not_refundable");
    EXPECT_EQ(counter.give(OrderId::next(clock_now())).error().code, "orders.not_found");
}

// A bank transfer is given back by a person; nothing is retried until it is parked.
TEST(give_back, of_a_bank_transfer_waits_for_staff_who_end_it) {
    Counter counter;
    auto order = counter.shop.place(counter.shop.cart_ready_to_place({{counter.pen, 2}})).order();
    ASSERT_TRUE(counter.shop.run(payments::mark_paid(counter.shop.app, counter.staff(), order.payment, order.total, "bank statement")));
    counter.shop.run_due_jobs();
    auto given = counter.give(order.id);
    ASSERT_TRUE(given);
    ASSERT_TRUE(given->refund.parts[0].is_by_hand);
    auto refund = *given->refund.parts[0].refund;
    for (auto later : {Duration(1h), Duration(24h), Duration(240h)}) counter.shop.run_due_jobs(clock_now() + later);
    EXPECT_EQ(counter.shop.count("select count(*) from jobs.jobs where state = 'parked' or kind = 'payments.refund'"), 0);
    EXPECT_EQ(counter.state(order.id), "paid");
    counter.expect_sound();

    auto end = [&](payments::RefundState outcome) {
        return counter.shop.run(payments::end_refund(counter.shop.app, counter.staff(), refund, {outcome, *Text<1, 500>::parse("transfer 4711")}));
    };
    EXPECT_EQ(end(payments::RefundState::pending).error().code, "request.invalid");
    for (int n = 0; n < 2; ++n) EXPECT_EQ(end(payments::RefundState::succeeded)->state, payments::RefundState::succeeded);
    EXPECT_EQ(end(payments::RefundState::failed).error().code, "payments.refund_ended");
    counter.shop.run_due_jobs();
    EXPECT_EQ(counter.state(order.id), "refunded");
    EXPECT_EQ(counter.account("clearing:bank_transfer"), 0);
    counter.expect_nothing_sold();
    counter.expect_sound();
}

TEST(end_refund, is_not_for_what_a_gateway_carries_out) {
    Counter counter;
    counter.till.stripe.refund_status = "pending";
    auto given = counter.give(counter.paid().id);
    auto ended = counter.shop.run(payments::end_refund(counter.shop.app, counter.staff(), *given->refund.parts[0].refund, {payments::RefundState::succeeded, *Text<1, 500>::parse("x")}));
    EXPECT_EQ(ended.error().code, "payments.refund_not_by_hand");
    EXPECT_EQ(counter.shop.run(payments::end_refund(counter.shop.app, counter.staff(), payments::RefundId::next(clock_now()), {})).error().code, "payments.refund_not_found");
}

}  // namespace
}  // namespace vitrine::orders
