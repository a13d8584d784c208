// Rules on risk where they are asked: at the counter, and when the money is there.
#include <thread>

#include "tests/scenarios/risk_scene.h"

namespace vitrine::test {
namespace {

constexpr auto kept = "select (select count(*) from orders.orders) + (select count(*) from payments.payments) + (select count(*) from stock.reservations) + (select count(*) from ledger.postings)"
                      " + (select count(*) from risk.assessments) + (select count(*) from risk.marks) + (select count(*) from orders.idempotency)";

TEST(risk_at_placing, refuses_before_anything_is_charged_and_leaves_nothing) {
    GuardedShop it({rule("refuse", total_from(2'000))});
    auto dear = it.cart(2);
    auto refused = it.shop.place(dear, "", "stripe");
    ASSERT_FALSE(refused.result);
    EXPECT_EQ(refused.refusal(), "orders.not_accepted");
    const auto& said = refused.result.error();
    for (auto word : {"rule", "risk", "amount", "total", "2,000"}) EXPECT_EQ((said.title + said.detail).find(word), std::string::npos) << word;
    EXPECT_TRUE(said.errors.empty());
    EXPECT_EQ(it.shop.count(kept), 0);
    EXPECT_TRUE(it.till.stripe.calls.empty());
    EXPECT_EQ(it.shop.available(it.ring), 500);
    EXPECT_EQ(it.shop.count("select count(*) from carts.carts where state <> 'active'"), 0) << "the buyer may change the cart";
    EXPECT_EQ(it.shop.run(it.order(it.cart(1))), "order") << "a neighbour below the amount";
}

TEST(risk_at_placing, keeps_what_the_rules_said_with_the_order) {
    GuardedShop it({rule("require_3ds", total_from(1'000)), rule("refuse", R"({"ship_to":["IN"]})")});
    auto order = it.placed();
    auto kept_with_it = it.assessment(order);
    EXPECT_EQ(kept_with_it.assessment.outcome, risk::Outcome::require_3ds);
    ASSERT_EQ(kept_with_it.assessment.fired.size(), 1u);
    EXPECT_EQ(kept_with_it.assessment.fired[0].because.at(0).saw, "Rs 1,200");
    EXPECT_EQ(kept_with_it.order_number, order.number);
    EXPECT_EQ(kept_with_it.facts.email, "ayesha@example.com");
}

TEST(risk_at_placing, tells_the_gateway_that_3d_secure_is_wanted) {
    GuardedShop it({rule("require_3ds", total_from(2'000))});
    auto dear = it.placed("stripe", 2), cheap = it.placed("stripe", 1);
    EXPECT_TRUE(it.till.charge(dear.payment).wants_challenge);
    EXPECT_FALSE(it.till.charge(cheap.payment).wants_challenge);
}

TEST(risk_at_placing, writes_nothing_for_a_store_without_rules) {
    GuardedShop it;
    it.paid();
    EXPECT_EQ(it.shop.count("select (select count(*) from risk.assessments) + (select count(*) from risk.marks)"), 0);
    it.expect_sound();
}

TEST(risk_at_placing, answers_a_repeat_with_the_first_order_though_the_rules_are_stricter_now) {
    GuardedShop it({rule("refuse", often("email", 2))});
    auto cart = it.cart();
    EXPECT_EQ(it.shop.run(it.order(cart)), "order");
    EXPECT_EQ(it.shop.run(it.order(cart)), "order") << "the same key";
    EXPECT_EQ(it.shop.run(it.order(it.cart())), "orders.not_accepted");
    EXPECT_EQ(it.shop.count("select count(*) from orders.orders"), 1);
}

// Trap 27: whatever breaks on the way, nothing of the order is left.
TEST(risk_at_placing, leaves_nothing_when_what_the_rules_said_cannot_be_kept) {
    GuardedShop it({rule("review", total_from(1))});
    auto cart = it.cart();
    for (std::string table : {"risk.assessments", "risk.marks"}) {
        it.shop.database.run("create or replace function public.break_it() returns trigger language plpgsql as $$ begin raise exception 'injected'; end $$;"
                             "create trigger broken before insert on " + table + " for each row execute function public.break_it()");
        EXPECT_ANY_THROW(it.shop.run(it.order(cart))) << table;
        EXPECT_EQ(it.shop.count(kept), 0) << table;
        it.shop.database.run("drop trigger broken on " + table);
    }
    EXPECT_EQ(it.shop.run(it.order(cart)), "order");
}

TEST(risk_velocity, counts_by_network_and_by_address_and_normalised_e_mail) {
    GuardedShop it({rule("refuse", often("ip", 3))});
    EXPECT_EQ(it.shop.run(it.order(it.cart(), "203.0.113.7")), "order");
    EXPECT_EQ(it.shop.run(it.order(it.cart(), "203.0.113.99")), "order");
    EXPECT_EQ(it.shop.run(it.order(it.cart(), "203.0.113.200")), "orders.not_accepted") << "the third of one /24";
    EXPECT_EQ(it.shop.run(it.order(it.cart(), "203.0.114.200")), "order") << "the next /24";
    for (int n = 0; n < 4; ++n) EXPECT_EQ(it.shop.run(it.order(it.cart(), "127.0.0.1")), "order") << "this machine is no stranger";

    GuardedShop by_mail({rule("refuse", often("email", 3))});
    EXPECT_EQ(by_mail.shop.run(by_mail.order(by_mail.cart(), "", Email::parse("Eve@Example.com"))), "order");
    EXPECT_EQ(by_mail.shop.run(by_mail.order(by_mail.cart(), "", Email::parse("eve+two@example.com"))), "order");
    EXPECT_EQ(by_mail.shop.run(by_mail.order(by_mail.cart(), "", Email::parse("EVE+3@example.com"))), "orders.not_accepted");
    EXPECT_EQ(by_mail.shop.run(by_mail.order(by_mail.cart(), "", Email::parse("adam@example.com"))), "order");

    GuardedShop by_address({rule("refuse", often("address", 2))});
    EXPECT_EQ(by_address.shop.run(by_address.order(by_address.cart(), "", Email::parse("a@example.com"))), "order");
    EXPECT_EQ(by_address.shop.run(by_address.order(by_address.cart(), "", Email::parse("b@example.com"))), "orders.not_accepted");
}

/// Another process on the same database: a loop, a thread and connections of its own.
struct SecondProcess {
    explicit SecondProcess(GuardedShop& it)
        : db(loop, it.shop.database.app(4)), web(loop), app{loop, db, web, it.shop.config, it.shop.directory, it.shop.snapshots, nullptr}, ctx(it.shop.ctx) {
        app.rulebook = it.shop.app.rulebook;
    }
    Loop loop;
    pg::Db db;
    web::Client web;
    App app;
    Ctx ctx;
};

TEST(risk_velocity, lets_exactly_so_many_of_50_parallel_orders_through_in_two_processes) {
    constexpr int allowed = 7;
    GuardedShop it({rule("refuse", often("email", allowed + 1)), rule("review", often("ip", 900)), rule("review", often("address", 900))});
    SecondProcess other(it);
    std::vector<Shop::Cart> carts;
    for (int n = 0; n < 50; ++n) carts.push_back(it.cart());
    std::vector<Task<std::string>> here, there;
    for (size_t n = 0; n < carts.size(); ++n) {
        auto ip = "203.0." + std::to_string(n % 3) + ".5";
        if (n % 2) here.push_back(it.order(carts[n], ip));
        else there.push_back(GuardedShop::order_in(other.app, other.ctx, carts[n], ip, {}, "bank_transfer"));
    }
    std::vector<std::string> answers_there;
    std::thread second([&] { answers_there = test::run(other.loop, all_of(std::move(there))); });
    auto answers = it.shop.run(all_of(std::move(here)));
    second.join();
    answers.insert(answers.end(), answers_there.begin(), answers_there.end());
    EXPECT_EQ(std::ranges::count(answers, "order"), allowed);
    EXPECT_EQ(std::ranges::count(answers, "orders.not_accepted"), 50 - allowed);
    EXPECT_EQ(it.shop.count("select count(*) from orders.orders"), allowed);
    EXPECT_EQ(it.shop.count("select count(*) from risk.marks where key like 'email:%'"), allowed);
    EXPECT_EQ(it.shop.count("select deadlocks from pg_stat_database where datname = current_database()"), 0);
    EXPECT_EQ(it.shop.available(it.ring), 500 - allowed);
    it.expect_sound();
}

TEST(risk_velocity, counts_orders_that_share_one_transaction) {
    GuardedShop it({rule("refuse", often("email", 4))});
    std::vector<Task<std::string>> orders;
    for (int n = 0; n < 50; ++n) orders.push_back(it.order(it.cart()));
    auto answers = it.shop.run(all_of(std::move(orders)));
    EXPECT_EQ(std::ranges::count(answers, "order"), 3);
    EXPECT_LE(it.shop.count("select count(distinct xmin::text) from orders.orders"), 2) << "they came in batches";
}

TEST(risk_rule_edits, judge_every_order_by_one_version_or_the_other) {
    GuardedShop it;
    auto id = it.add(rule("require_3ds", total_from(1)));
    it.follow();
    std::vector<Task<std::string>> orders;
    for (int n = 0; n < 20; ++n) orders.push_back(it.order(it.cart()));
    auto edit = [](GuardedShop& shop, risk::RuleId which) -> Task<std::string> {
        auto changed = co_await risk::replace_rule(shop.shop.app, shop.staff(), which, {}, rule("review", total_from(1)));
        co_await shop.shop.app.rulebook->refresh(shop.shop.floor.db, shop.shop.ctx, *shop.shop.directory->by_id(shop.shop.ctx.store));
        co_return changed ? "edited" : changed.error().code;
    };
    orders.push_back(edit(it, id));
    auto answers = it.shop.run(all_of(std::move(orders)));
    EXPECT_EQ(answers.back(), "edited");
    EXPECT_EQ(std::ranges::count(answers, "order"), 20);
    it.placed();
    EXPECT_EQ(it.shop.count("select count(*) from risk.assessments"), 21);
    EXPECT_EQ(it.shop.count("select count(*) from risk.assessments where assessment->'fired'->0->>'version' = '1' and assessment->>'outcome' = 'require_3ds'"
                            " or assessment->'fired'->0->>'version' = '2' and assessment->>'outcome' = 'review'"),
              21);
    EXPECT_EQ(it.shop.count("select max((assessment->'fired'->0->>'version')::int)::bigint from risk.assessments"), 2) << "the last one saw the edit";
}

TEST(risk_at_settlement, holds_an_order_whose_card_was_used_too_often) {
    GuardedShop it({rule("review", often("card", 3))});
    auto first = it.paid(), second = it.paid();
    auto other = it.paid(R"({"fingerprint":"fp_2"})");
    auto third = it.paid();
    EXPECT_EQ(it.state(first), "paid");
    EXPECT_EQ(it.state(second), "paid");
    EXPECT_EQ(it.state(other), "paid") << "another card";
    EXPECT_EQ(it.state(third), "on_hold");
    EXPECT_EQ(it.review(third).assessment.fired.at(0).because.at(0).saw, "3 orders by card within 60 min");
    it.expect_sound();
}

TEST(risk_at_settlement, gives_the_money_back_when_a_rule_on_the_card_refuses) {
    GuardedShop it({rule("refuse", R"({"address_check":["fail"]})")});
    auto fine = it.paid(R"({"fingerprint":"fp_1","checks":{"address_line1_check":"pass"}})");
    auto refused = it.paid(R"({"fingerprint":"fp_1","checks":{"address_line1_check":"fail"}})");
    it.work();
    EXPECT_EQ(it.state(fine), "paid");
    EXPECT_EQ(it.state(refused), "cancelled");
    EXPECT_EQ(it.till.stripe.money_held(), fine.total.minor) << "what came for the other has gone back";
    EXPECT_EQ(it.shop.available(it.ring), 499);
    it.expect_sound();
}

TEST(risk_at_settlement, counts_declines_once_each_however_often_they_are_told) {
    GuardedShop it({rule("review", often("order", 3, "declines"))});
    auto declined = [&](const orders::OrderView& order, int times) {
        for (int n = 0; n < times; ++n) {
            it.till.stripe.decline(it.till.intent_of(order.payment), "Your card was declined");
            for (int told = 0; told < 2; ++told) it.till.deliver(order.payment, "payment_intent.payment_failed");
        }
    };
    auto two = it.placed(), three = it.placed();
    declined(two, 2);
    declined(three, 3);
    it.pay(two, "{}");
    it.pay(three, "{}");
    EXPECT_EQ(it.state(two), "paid");
    EXPECT_EQ(it.state(three), "on_hold");
    EXPECT_EQ(it.shop.count("select count(*) from risk.marks where kind = 'decline' and key like 'order:%'"), 5);
    it.expect_sound();
}

TEST(risk_at_settlement, knows_a_buyer_once_an_order_of_theirs_was_paid) {
    GuardedShop it({rule("review", R"({"is_first_order":true})")});
    auto first = it.paid();
    EXPECT_EQ(it.state(first), "on_hold");
    auto second = it.placed();
    EXPECT_EQ(it.assessment(second).assessment.outcome, risk::Outcome::review) << "nothing was accepted yet";
    ASSERT_TRUE(it.decide(it.review(first), risk::ReviewState::approved));
    it.work();
    EXPECT_EQ(it.state(first), "paid");
    EXPECT_EQ(it.assessment(it.placed()).assessment.outcome, risk::Outcome::allow);
}

TEST(risk_trial, says_what_rules_would_have_said_of_recent_orders_and_changes_nothing) {
    GuardedShop it({rule("require_3ds", total_from(900'000))});
    for (int n = 1; n <= 4; ++n) it.placed("stripe", n);
    auto marks = it.shop.count("select count(*) from risk.marks");
    auto tried = it.shop.run(risk::try_rules(it.shop.app, it.staff(), {.rules = std::vector{rule("refuse", often("email", 3)), rule("review", total_from(4'000))}}));
    ASSERT_TRUE(tried) << tried.error().code;
    EXPECT_EQ(tried->looked_at, 4);
    EXPECT_EQ(tried->refused, 2) << "the third and the fourth, as they were counted then";
    EXPECT_EQ(tried->reviewed, 0);
    EXPECT_EQ(tried->allowed, 2);
    EXPECT_EQ(tried->cases.at(0).assessment.fired.size(), 2u) << "the latest, over the amount as well";
    EXPECT_EQ(tried->cases.at(0).was, risk::Outcome::allow);
    EXPECT_EQ(it.shop.count("select count(*) from risk.marks"), marks);
    EXPECT_EQ(it.shop.run(risk::list_rules(it.shop.app, it.staff())).items.size(), 1u);

    auto facts = risk::testing::plain();
    facts.email = "Eve+1@Example.com";
    auto on_facts = it.shop.run(risk::try_rules(it.shop.app, it.staff(), {.rules = std::vector{rule("refuse", R"({"emails":["eve@example.com"]})")}, .facts = std::vector{facts}}));
    EXPECT_EQ(on_facts->refused, 1);
}

}  // namespace
}  // namespace vitrine::test
