#include <gtest/gtest.h>

#include "modules/risk/testing.h"

namespace vitrine::risk {
namespace {

using namespace testing;

Outcome outcome_of(const std::string& when, const Facts& facts) {
    auto set = rules({rule("review", when)});
    return facts.card ? evaluate_payment(set, facts, evaluate(set, facts)).outcome : evaluate(set, facts).outcome;
}

/// One condition, with an order that it holds for and a neighbour it does not hold for.
struct Case {
    std::string when;
    Facts yes, no;
};

Facts with(void (*change)(Facts&)) {
    auto facts = plain();
    change(facts);
    return facts;
}
Facts with_card(void (*change)(CardFacts&)) {
    auto facts = plain();
    change(facts.card.emplace());
    return facts;
}

TEST(risk_rules, fire_when_their_condition_holds_and_not_for_the_neighbour) {
    std::vector<Case> cases{
        {R"({"total_from":[{"minor":90000,"currency":"USD"}]})", plain(), with([](Facts& f) { f.total.minor = 89'999; })},
        {R"({"total_from":[{"minor":90000,"currency":"USD"}]})", plain(), with([](Facts& f) { f.total = {9'000'000, *Currency::parse("INR")}; })},
        {R"({"total_from":[{"minor":1,"currency":"USD"},{"minor":500,"currency":"INR"}]})", with([](Facts& f) { f.total = {500, *Currency::parse("INR")}; }),
         with([](Facts& f) { f.total = {499, *Currency::parse("INR")}; })},
        {R"({"total_below":[{"minor":90000,"currency":"USD"}]})", with([](Facts& f) { f.total.minor = 89'999; }), plain()},
        {R"({"emails":["Ada+shop@Example.com"]})", plain(), with([](Facts& f) { f.email = "ada@example.org"; })},
        {R"({"emails":["bob@example.com","@Example.com"]})", plain(), with([](Facts& f) { f.email = "ada@not-example.com"; })},
        {R"({"emails":["@example.com"]})", plain(), with([](Facts& f) { f.email.reset(); })},
        {R"({"ip_ranges":["203.0.113.0/28"]})", plain(), with([](Facts& f) { f.ip = "203.0.113.16"; })},
        {R"({"ip_ranges":["2001:db8:7::/48"]})", with([](Facts& f) { f.ip = "2001:db8:7:ffff::1"; }), with([](Facts& f) { f.ip = "2001:db8:8::1"; })},
        {R"({"ip_ranges":["0.0.0.0/0"]})", with([](Facts& f) { f.ip = "::ffff:198.51.100.1"; }), with([](Facts& f) { f.ip = "2001:db8::1"; })},
        {R"({"ip_ranges":["0.0.0.0/0"]})", plain(), with([](Facts& f) { f.ip.reset(); })},
        {R"({"ship_to":["CA","US"]})", plain(), with([](Facts& f) { f.ship_country = "GB"; })},
        {R"({"bill_to":["US"]})", with([](Facts& f) { f.bill_country.reset(); }), with([](Facts& f) { f.bill_country = "NG"; })},
        {R"({"countries_differ":true})", with([](Facts& f) { f.bill_country = "GB"; }), with([](Facts& f) { f.bill_country.reset(); })},
        {R"({"countries_differ":false})", plain(), with([](Facts& f) { f.bill_country = "GB"; })},
        {R"({"addresses_differ":true})", with([](Facts& f) { f.addresses_differ = true; }), plain()},
        {R"({"is_guest":true})", plain(), with([](Facts& f) { f.is_guest = false; })},
        {R"({"account_younger_than_hours":24})", with([](Facts& f) { f.account_age_hours = 23; }), with([](Facts& f) { f.account_age_hours = 24; })},
        {R"({"account_younger_than_hours":24})", with([](Facts& f) { f.account_age_hours = 0; }), plain()},
        {R"({"is_first_order":true})", with([](Facts& f) { f.paid_before = 0; }), with([](Facts& f) { f.paid_before = 1; })},
        {R"({"is_first_order":true})", with([](Facts& f) { f.paid_before = 0; }), plain()},
        {R"({"payment_methods":["stripe"]})", plain(), with([](Facts& f) { f.payment_method = "bank_transfer"; })},
        {R"({"velocity":[{"counted":"orders","by":"email","within_minutes":60,"at_least":3}]})", with([](Facts& f) { f.counts = {{Counted::orders, By::email, 60, 3}}; }),
         with([](Facts& f) { f.counts = {{Counted::orders, By::email, 60, 2}, {Counted::orders, By::email, 600, 9}, {Counted::declines, By::email, 60, 9}, {Counted::orders, By::ip, 60, 9}}; })},
        {R"({"card_countries":["NG"]})", with_card([](CardFacts& c) { c.country = "NG"; }), with_card([](CardFacts& c) { c.country = "US"; })},
        {R"({"card_country_differs":true})", with_card([](CardFacts& c) { c.country = "NG"; }), with_card([](CardFacts&) {})},
        {R"({"address_check":["fail","unavailable"]})", with_card([](CardFacts& c) { c.address_check = CardCheck::fail; }), with_card([](CardFacts& c) { c.address_check = CardCheck::pass; })},
        {R"({"postal_check":["fail"]})", with_card([](CardFacts& c) { c.postal_check = CardCheck::fail; }), with_card([](CardFacts& c) { c.address_check = CardCheck::fail; })},
        {R"({"code_check":["fail"]})", with_card([](CardFacts& c) { c.code_check = CardCheck::fail; }), with_card([](CardFacts&) {})},
        {R"({"is_authenticated":false})", with_card([](CardFacts& c) { c.is_authenticated = false; }), with_card([](CardFacts& c) { c.is_authenticated = true; })},
        {R"({"is_authenticated":false})", with_card([](CardFacts& c) { c.is_authenticated = false; }), with_card([](CardFacts&) {})},
        {R"({"gateway_levels":["elevated","highest"]})", with_card([](CardFacts& c) { c.gateway_level = "highest"; }), with_card([](CardFacts& c) { c.gateway_level = "normal"; })},
    };
    for (const auto& one : cases) {
        EXPECT_EQ(outcome_of(one.when, one.yes), Outcome::review) << one.when;
        EXPECT_EQ(outcome_of(one.when, one.no), Outcome::allow) << "neighbour of " << one.when;
    }
}

TEST(risk_rules, ask_that_all_conditions_of_one_rule_hold) {
    auto when = R"({"total_from":[{"minor":90000,"currency":"USD"}],"countries_differ":true})";
    EXPECT_EQ(outcome_of(when, plain()), Outcome::allow);
    EXPECT_EQ(outcome_of(when, with([](Facts& f) { f.bill_country = "GB"; })), Outcome::review);
}

TEST(risk_rules, let_the_strictest_count_and_keep_each_that_fired_with_its_values) {
    auto set = rules({rule("require_3ds", R"({"total_from":[{"minor":50000,"currency":"USD"}]})"), rule("review", R"({"ship_to":["US"]})"), rule("refuse", R"({"ship_to":["GB"]})")});
    auto said = evaluate(set, plain());
    EXPECT_EQ(said.outcome, Outcome::review);
    EXPECT_TRUE(said.requires_3ds);
    EXPECT_EQ(said.rules_version, 7);
    ASSERT_EQ(said.fired.size(), 2u);
    EXPECT_EQ(to_json(said.fired[0].because), R"([{"condition":"total_from","saw":"$900.00","rule_says":"$500.00"}])");
    EXPECT_EQ(said.fired[1].because.at(0).saw, "US");
}

TEST(risk_rules, say_allow_where_there_are_none) {
    auto said = evaluate(rules({}), plain());
    EXPECT_EQ(said.outcome, Outcome::allow);
    EXPECT_TRUE(said.fired.empty());
    EXPECT_FALSE(said.requires_3ds);
}

TEST(risk_rules, end_at_an_allow_that_is_asked_first_and_not_at_one_asked_later) {
    auto refuse_all = rule("refuse", R"({"is_guest":true})", 50);
    EXPECT_EQ(evaluate(rules({refuse_all, rule("allow", R"({"emails":["@example.com"]})", 10)}), plain()).outcome, Outcome::allow);
    EXPECT_EQ(evaluate(rules({refuse_all, rule("allow", R"({"emails":["@example.com"]})", 60)}), plain()).outcome, Outcome::refuse);
    EXPECT_EQ(evaluate(rules({refuse_all, rule("allow", R"({"emails":["@example.org"]})", 10)}), plain()).outcome, Outcome::refuse);
}

TEST(risk_rules, are_not_asked_while_they_are_off) {
    auto off = definition(R"({"name":"off","is_on":false,"outcome":"refuse","when":{"is_guest":true}})");
    EXPECT_EQ(evaluate(rules({off}), plain()).outcome, Outcome::allow);
    EXPECT_FALSE(has_rules(rules({off})));
}

TEST(risk_rules, wait_for_the_payment_where_they_look_at_the_card) {
    auto set = rules({rule("refuse", R"({"address_check":["fail"]})", 20), rule("review", R"({"is_guest":true})", 30)});
    auto facts = plain();
    auto placed = evaluate(set, facts);
    EXPECT_EQ(placed.outcome, Outcome::review);
    facts.card = CardFacts{.address_check = CardCheck::fail};
    auto paid = evaluate_payment(set, facts, placed);
    EXPECT_EQ(paid.outcome, Outcome::refuse);
    ASSERT_EQ(paid.fired.size(), 2u);
    EXPECT_EQ(paid.fired[0].priority, 20) << "by priority, whatever the stage";
    EXPECT_EQ(evaluate_payment(set, facts, evaluate(rules({}), facts)).outcome, Outcome::refuse) << "also when it was placed under other rules";
}

TEST(risk_rules, keep_an_allow_of_the_placing_when_the_card_is_known) {
    auto facts = plain();
    facts.card = CardFacts{.address_check = CardCheck::fail};
    auto late = rule("refuse", R"({"address_check":["fail"]})", 20);
    auto early = rules({late, rule("allow", R"({"emails":["@example.com"]})", 10)}), later = rules({late, rule("allow", R"({"emails":["@example.com"]})", 30)});
    EXPECT_EQ(evaluate_payment(early, facts, evaluate(early, facts)).outcome, Outcome::allow);
    EXPECT_EQ(evaluate_payment(later, facts, evaluate(later, facts)).outcome, Outcome::refuse);
}

TEST(risk_rules, name_what_has_to_be_counted_once_and_by_stage) {
    auto by = [](std::string counted, std::string who) { return R"({"counted":")" + counted + R"(","by":")" + who + R"(","within_minutes":60,"at_least":3})"; };
    auto set = rules({rule("review", R"({"velocity":[)" + by("orders", "email") + "," + by("orders", "ip") + "]}"), rule("refuse", R"({"velocity":[)" + by("orders", "email") + "]}"),
                      rule("refuse", R"({"velocity":[)" + by("orders", "card") + "]}"), rule("review", R"({"is_first_order":true})")});
    EXPECT_EQ(set.measures(false).size(), 2u);
    EXPECT_EQ(set.measures(true).size(), 1u);
    EXPECT_TRUE(set.asks_for_first_order(false));
    EXPECT_FALSE(set.asks_for_first_order(true));
}

TEST(risk_tally, counts_the_orders_of_its_transaction_on_top_of_those_found) {
    auto set = rules({rule("refuse", R"({"velocity":[{"counted":"orders","by":"email","within_minutes":60,"at_least":3}]})"), rule("allow", R"({"is_first_order":true})")});
    auto facts = plain(), other = plain();
    other.email = "bob@example.com";
    auto key = [](const Facts& of) {
        for (const auto& one : keys_of(of))
            if (one.by == By::email) return one.text;
        return std::string();
    };
    Tally tally({{Counted::orders, By::email, 60, key(facts), 1}, {Counted::orders, By::email, 60, key(other), 0}, {Counted::orders, By::email, 0, key(facts), 4}});
    auto count = [&](Facts of) {
        tally.fill(set, of);
        return of.counts->at(0).count;
    };
    EXPECT_EQ(count(facts), 2);
    tally.add(facts);
    EXPECT_EQ(count(facts), 3);
    EXPECT_EQ(count(other), 1) << "another e-mail is another count";
    auto again = facts;
    tally.fill(set, again);
    EXPECT_EQ(again.paid_before, 4) << "an order under way is none that was paid";
}

TEST(risk_keys, fold_two_spellings_of_an_address_and_keep_two_addresses_apart) {
    auto one = address_key({"12, Mall Road", "", "Lahore", "54000", "PK"});
    EXPECT_EQ(one, address_key({"12 MALL ROAD.", "", "lahore", "54000", "PK"}));
    EXPECT_NE(one, address_key({"12 Mall Road", "", "Lahore", "54001", "PK"}));
    EXPECT_NE(address_key({"1", "2"}), address_key({"12", ""}));
}

TEST(risk_keys, take_the_network_of_an_address_and_none_of_a_private_one) {
    EXPECT_EQ(network_of("203.0.113.77"), "203.0.113.0/24");
    EXPECT_EQ(network_of("::ffff:203.0.113.77"), "203.0.113.0/24");
    EXPECT_EQ(network_of("2001:db8:7:1::5"), "2001:db8:7::/48");
    for (auto local : {"127.0.0.1", "10.1.2.3", "192.168.0.9", "172.31.0.1", "::1", "fe80::1", "fd00::1", "100.64.1.1", "", "nonsense"}) EXPECT_EQ(network_of(local), std::nullopt) << local;
    EXPECT_EQ(network_of("172.32.0.1"), "172.32.0.0/24");
}

std::vector<std::string> faults(const std::string& text) {
    std::vector<std::string> out;
    auto read = read_json<Definition>(text);
    for (const auto& fault : read ? faults_of(*read) : read.error().errors) out.push_back(fault.pointer + " " + fault.code);
    return out;
}

TEST(risk_faults, stand_at_the_field_that_is_wrong) {
    auto when = [](const std::string& conditions, const std::string& outcome = "review") { return R"({"name":"n","outcome":")" + outcome + R"(","when":)" + conditions + "}"; };
    auto velocity = [&](const std::string& parts) { return when(R"({"velocity":[{)" + parts + "}]}"); };
    using All = std::vector<std::string>;
    EXPECT_EQ(faults(when(R"({"is_guest":true})")), All{});
    EXPECT_EQ(faults(when("{}")), All{"/when required"});
    EXPECT_EQ(faults(when(R"({"is_authenticated":false})", "require_3ds")), All{"/outcome too_late"});
    EXPECT_EQ(faults(when(R"({"total_from":[{"minor":0,"currency":"USD"},{"minor":5,"currency":"USD"}]})")), (All{"/when/total_from/0/minor out_of_range", "/when/total_from/1/currency repeated"}));
    EXPECT_EQ(faults(when(R"({"ip_ranges":["203.0.113.0/24","203.0.113.0/33"]})")), All{"/when/ip_ranges/1 ip_range.malformed"});
    EXPECT_EQ(faults(when(R"({"emails":["mallory"]})")), All{"/when/emails/0 email.malformed"});
    EXPECT_EQ(faults(when(R"({"ship_to":[]})")), All{"/when/ship_to out_of_range"});
    EXPECT_EQ(faults(when(R"({"ship_to":["XX"]})")), All{"/when/ship_to/0 country.unknown"});
    EXPECT_EQ(faults(velocity(R"("counted":"orders","by":"order","within_minutes":60,"at_least":2)")), All{"/when/velocity/0/by not_counted"});
    EXPECT_EQ(faults(velocity(R"("counted":"declines","by":"card","within_minutes":60,"at_least":2)")), All{"/when/velocity/0/by not_counted"});
    EXPECT_EQ(faults(velocity(R"("counted":"orders","by":"ip","within_minutes":60,"at_least":1)")), All{"/when/velocity/0/at_least out_of_range"});
    EXPECT_EQ(faults(velocity(R"("counted":"orders","by":"ip","within_minutes":50000,"at_least":2)")), All{"/when/velocity/0/within_minutes out_of_range"});
}

}  // namespace
}  // namespace vitrine::risk
