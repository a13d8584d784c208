#include "modules/promotions/testing.h"

namespace vitrine::promotions {
namespace {

using namespace testing;

Outcome run(const std::string& definition, const Basket& basket, Policy policy = {}) { return apply(rules({definition}, policy), basket); }

TEST(promotion_actions, percent_of_what_is_meant_with_a_cap) {
    auto notebooks = R"(,"on":{"categories":[")" + category(1).text() + R"("]})";
    auto cart = basket({line(1, 10'000, 2, {category(1)}), line(2, 5'000, 1, {category(2)})});
    EXPECT_EQ(saved(run(actions(percent(10, notebooks)), cart)), 2'000);
    EXPECT_EQ(saved_on(run(actions(percent(10, notebooks)), cart), 2), 0);
    auto capped = run(actions(percent(50, notebooks + R"(,"cap":)" + money(3'000))), cart);
    EXPECT_EQ(saved(capped), 3'000);
}

TEST(promotion_actions, trap_9_the_discount_is_the_sum_of_its_shares_under_both_policies) {
    auto cart = basket({line(1, 350), line(2, 350), line(3, 350)});
    auto ten = actions(percent(10));
    auto of_total = run(ten, cart, {.spread = Spread::total}), of_lines = run(ten, cart, {.spread = Spread::line});
    EXPECT_EQ(saved(of_total), 105);  // 10 % of 10.50
    EXPECT_EQ(saved(of_lines), 105);  // 3 × 0.35
    cart = basket({line(1, 345), line(2, 345), line(3, 345)});
    of_total = run(ten, cart, {.spread = Spread::total}), of_lines = run(ten, cart, {.spread = Spread::line});
    EXPECT_EQ(saved(of_total), 104);  // 10 % of 10.35 is 1.035
    EXPECT_EQ(saved(of_lines), 105);  // 3 × 0.345, each half up
    EXPECT_EQ(saved(run(ten, cart, {.spread = Spread::line, .rounding = Rounding::half_even})), 102);
    EXPECT_EQ(saved_on(of_total, 1) + saved_on(of_total, 2) + saved_on(of_total, 3), 104);
}

TEST(promotion_actions, trap_10_percentages_round_half_up_or_half_even_never_just_down) {
    auto quarter = actions(percent(25));
    EXPECT_EQ(saved(run(quarter, basket({line(1, 1'999)}))), 500);  // 4.9975
    EXPECT_EQ(saved(run(quarter, basket({line(1, 2'002)}), {.rounding = Rounding::half_up})), 501);
    EXPECT_EQ(saved(run(quarter, basket({line(1, 2'002)}), {.rounding = Rounding::half_even})), 500);
    EXPECT_EQ(saved(run(quarter, basket({line(1, 2'006)}), {.rounding = Rounding::half_even})), 502);
}

TEST(promotion_actions, trap_11_an_amount_off_the_order_is_shared_out_to_the_last_unit) {
    auto cart = basket({line(1, 3'333), line(2, 3'333), line(3, 3'333)});
    auto outcome = run(actions(R"({"amount_off":{"amount":)" + money(1'000) + R"(,"per":"order"}})"), cart);
    EXPECT_EQ(saved(outcome), 1'000);
    EXPECT_EQ(saved_on(outcome, 1), 334);
    EXPECT_EQ(saved_on(outcome, 3), 333);
}

TEST(promotion_actions, trap_12_lines_without_a_price_take_no_share) {
    auto outcome = run(actions(R"({"amount_off":{"amount":)" + money(500) + R"(,"per":"order"}})"), basket({line(1, 0, 3), line(2, 1'000)}));
    EXPECT_EQ(saved_on(outcome, 1), 0);
    EXPECT_EQ(saved_on(outcome, 2), 500);
    EXPECT_TRUE(run(actions(percent(10)), basket({line(1, 0, 3)})).applied.empty());
}

TEST(promotion_actions, amount_per_line_and_per_unit_stop_at_zero) {
    auto cart = basket({line(1, 400, 3), line(2, 5'000, 2)});
    EXPECT_EQ(saved(run(actions(R"({"amount_off":{"amount":)" + money(500) + R"(,"per":"line"}})"), cart)), 1'000);
    EXPECT_EQ(saved(run(actions(R"({"amount_off":{"amount":)" + money(500) + R"(,"per":"unit"}})"), cart)), 1'200 + 1'000);
    EXPECT_EQ(saved(run(actions(R"({"amount_off":{"amount":)" + money(1'000'000) + R"(,"per":"order"}})"), cart)), 11'200);
}

TEST(promotion_actions, fixed_price_never_makes_anything_dearer) {
    auto fixed = actions(R"({"fixed_price":{"price":)" + money(900) + "}}");
    EXPECT_EQ(saved(run(fixed, basket({line(1, 1'000, 3), line(2, 500, 2)}))), 300);
}

TEST(promotion_actions, sets_have_one_price_built_from_the_dearest_down) {
    auto three_for_500 = actions(R"({"fixed_price":{"price":)" + money(50'000) + R"(,"for_quantity":3}})");
    EXPECT_EQ(saved(run(three_for_500, basket({line(1, 20'000, 4)}))), 10'000);
    EXPECT_EQ(saved(run(three_for_500, basket({line(1, 20'000, 2), line(2, 18'000, 2)}))), 8'000);   // 2 × 200 + 180 - 500
    EXPECT_EQ(saved(run(three_for_500, basket({line(1, 20'000, 3), line(2, 10'000, 3)}))), 10'000);  // the second set would be dearer
    auto refused = run(R"("needs_coupon":true,)" + three_for_500, [] {
        auto cart = basket({line(1, 20'000, 2)});
        cart.coupons = {code(1)};
        return cart;
    }());
    ASSERT_EQ(refused.refused.size(), 1u);
    EXPECT_EQ(refused.refused[0].reason, Reason::needs_more_items);
    EXPECT_EQ(refused.refused[0].text, "Add 1 more to use it.");
}

std::string deal(const std::string& members) { return actions(R"({"buy_get":{)" + members + "}}"); }

TEST(promotion_actions, buy_two_get_the_cheapest_free) {
    auto free = deal(R"("buy":2,"get":1,"choose":"cheapest")");
    EXPECT_EQ(saved(run(free, basket({line(1, 1'000), line(2, 500), line(3, 300)}))), 300);
    EXPECT_EQ(saved(run(free, basket({line(1, 1'000, 5), line(2, 300)}))), 300 + 1'000);  // six articles: the two cheapest
    EXPECT_EQ(saved(run(free, basket({line(1, 1'000, 2)}))), 0);
    EXPECT_EQ(saved(run(deal(R"("buy":2,"get":1,"choose":"cheapest","at_most":1)"), basket({line(1, 1'000, 9)}))), 1'000);
    EXPECT_EQ(saved(run(deal(R"("buy":2,"get":2,"choose":"cheapest")"), basket({line(1, 1'000, 3)}))), 1'000);  // a part of what was promised
}

TEST(promotion_actions, buy_get_of_other_goods_at_half_price) {
    auto pens_then_ink = deal(R"("buy":2,"get":1,"choose":"cheapest","rate_ppm":500000,"of":{"categories":[")" + category(1).text() + R"("]},"get_of":{"categories":[")" +
                              category(2).text() + R"("]})");
    auto pens = line(1, 1'000, 4, {category(1)}), ink = line(2, 301, 3, {category(2)});
    EXPECT_EQ(saved(run(pens_then_ink, basket({pens, ink}))), 301);  // two bottles at half price: 602 / 2
    EXPECT_EQ(saved(run(pens_then_ink, basket({ink}))), 0);
}

TEST(promotion_actions, buy_get_of_the_same_article_only) {
    auto same = deal(R"("buy":1,"get":1,"choose":"same")");
    EXPECT_EQ(saved(run(same, basket({line(1, 1'000), line(2, 800)}))), 0);
    EXPECT_EQ(saved(run(same, basket({line(1, 1'000, 3), line(2, 800, 2)}))), 1'800);
}

TEST(promotion_actions, tiers_take_the_highest_step_reached) {
    auto ladder = actions(R"({"tiers":{"by":"quantity","steps":[{"quantity":3,"rate_ppm":50000},{"quantity":10,"rate_ppm":100000},{"quantity":20,"price":)" + money(800) + "}]}}");
    EXPECT_EQ(saved(run(ladder, basket({line(1, 1'000, 2)}))), 0);
    EXPECT_EQ(saved(run(ladder, basket({line(1, 1'000, 2), line(2, 1'000)}))), 150);
    EXPECT_EQ(saved(run(ladder, basket({line(1, 1'000, 19)}))), 1'900);
    EXPECT_EQ(saved(run(ladder, basket({line(1, 1'000, 20)}))), 4'000);
    auto by_value = actions(R"({"tiers":{"by":"subtotal","steps":[{"subtotal":)" + money(5'000) + R"(,"amount":)" + money(500) + "}]}}");
    EXPECT_EQ(saved(run(by_value, basket({line(1, 4'999)}))), 0);
    EXPECT_EQ(saved(run(by_value, basket({line(1, 5'000)}))), 500);
}

TEST(promotion_actions, delivery_becomes_free_or_cheaper) {
    auto outcome = run(actions(R"({"shipping":{"rate_ppm":1000000}})"), basket({line(1, 1'000)}));
    ASSERT_EQ(outcome.applied.size(), 1u);
    EXPECT_EQ(outcome.applied[0].shipping, rs(20'000));
    EXPECT_TRUE(outcome.applied[0].lines.empty());
    EXPECT_EQ(saved(run(actions(R"({"shipping":{"price":)" + money(5'000) + "}}"), basket({line(1, 1'000)}))), 15'000);
    EXPECT_EQ(saved(run(actions(R"({"shipping":{"amount":)" + money(50'000) + "}}"), basket({line(1, 1'000)}))), 20'000);
    auto unknown = basket({line(1, 1'000)});
    unknown.shipping = {};
    EXPECT_EQ(run(actions(R"({"shipping":{"rate_ppm":1000000}})"), unknown).applied.size(), 1u) << "it will, once delivery has a price";
    EXPECT_TRUE(run(actions(R"({"shipping":{"rate_ppm":1000000}})"), basket({line(1, 1'000)}, 0)).applied.empty());
}

TEST(promotion_actions, trap_14_a_gift_keeps_its_name_and_costs_nothing_when_its_rule_is_edited) {
    auto give = [](std::int64_t quantity, const std::string& more) {
        return more + actions(R"({"gift":{"variant":")" + variant(9).text() + R"(","quantity":)" + std::to_string(quantity) + "}}");
    };
    auto cart = basket({line(1, 1'000)});
    auto before = run(give(1, ""), cart);
    ASSERT_EQ(before.applied.size(), 1u);
    auto gift = before.applied[0].gifts.at(0);
    auto given = line(9, 700, 1);
    given.key = gift.key, given.is_gift = true;
    cart.lines.push_back(given);  // as the quote shows it
    auto after = run(give(2, ""), cart);
    ASSERT_EQ(after.applied.size(), 1u);
    EXPECT_EQ(after.applied[0].gifts.at(0).key, gift.key);
    EXPECT_EQ(after.applied[0].gifts.at(0).quantity, 2);
    EXPECT_TRUE(after.applied[0].lines.empty());
    auto dearer = run(give(1, R"("condition":{"subtotal":{"at_least":)" + money(5'000) + "}},"), cart);
    EXPECT_TRUE(dearer.applied.empty()) << "the gift itself counts for nothing";
    EXPECT_TRUE(run(actions(percent(50, R"(,"on":{"variants":[")" + variant(9).text() + R"("]})")), cart).applied.empty()) << "a gift is not discounted";
}

TEST(promotion_actions, trap_15_everything_off_leaves_exactly_nothing) {
    auto outcome = run(actions(percent(100) + R"(,{"shipping":{"rate_ppm":1000000}})"), basket({line(1, 3'333, 3), line(2, 1), line(3, 99'999)}));
    EXPECT_EQ(saved_on(outcome, 1), 9'999);
    EXPECT_EQ(saved_on(outcome, 2), 1);
    EXPECT_EQ(saved_on(outcome, 3), 99'999);
    EXPECT_EQ(outcome.applied.at(0).shipping, rs(20'000));
}

}  // namespace
}  // namespace vitrine::promotions
