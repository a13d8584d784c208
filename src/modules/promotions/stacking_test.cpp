#include "modules/promotions/testing.h"

namespace vitrine::promotions {
namespace {

using namespace testing;

std::vector<std::uint32_t> applied(const Outcome& outcome) {
    std::vector<std::uint32_t> out;
    for (const auto& one : outcome.applied) out.push_back(one.promotion.value.bytes[15]);
    return out;
}
using Numbers = std::vector<std::uint32_t>;
const Basket cart = basket({line(1, 10'000)});

TEST(promotion_stacking, each_works_on_what_the_earlier_ones_left) {
    auto outcome = apply(rules({actions(percent(10)), R"("priority":5,)" + actions(percent(50))}), cart);
    EXPECT_EQ(applied(outcome), (Numbers{2, 1}));
    EXPECT_EQ(saved(outcome), 5'000 + 500);
}

TEST(promotion_stacking, trap_13_however_many_apply_nothing_falls_below_zero) {
    auto off = actions(R"({"amount_off":{"amount":)" + money(7'000) + R"(,"per":"unit"}},{"shipping":{"amount":)" + money(15'000) + "}}");
    auto outcome = apply(rules({off, off, off}), cart);
    EXPECT_EQ(saved(outcome), 10'000 + 20'000);
    EXPECT_EQ(outcome.applied.size(), 2u) << "the third finds nothing left";
}

TEST(promotion_stacking, of_a_group_one_applies_the_higher_priority_then_the_larger_saving) {
    auto in_group = [](int rate, const std::string& more = "") { return R"("group":"sale",)" + more + actions(percent(rate)); };
    EXPECT_EQ(applied(apply(rules({in_group(10), in_group(30), in_group(20)}), cart)), (Numbers{2}));
    EXPECT_EQ(applied(apply(rules({in_group(10, R"("priority":1,)"), in_group(30)}), cart)), (Numbers{1}));
    EXPECT_EQ(applied(apply(rules({in_group(10), R"("group":"other",)" + actions(percent(5))}), cart)), (Numbers{1, 2}));
    auto never = R"("group":"sale","priority":9,"condition":{"quantity":{"at_least":5}},)" + actions(percent(90));
    EXPECT_EQ(applied(apply(rules({never, in_group(10)}), cart)), (Numbers{2})) << "one that does not apply does not take the group's place";
}

TEST(promotion_stacking, exclusive_ones_apply_alone_or_not_at_all) {
    auto alone = [](int rate, const std::string& more = "") { return R"("is_exclusive":true,)" + more + actions(percent(rate)); };
    EXPECT_EQ(applied(apply(rules({actions(percent(10)), actions(percent(10)), alone(30)}), cart)), (Numbers{3})) << "30 saves more than 10 and 10";
    EXPECT_EQ(applied(apply(rules({actions(percent(20)), actions(percent(20)), alone(30)}), cart)), (Numbers{1, 2}));
    EXPECT_EQ(applied(apply(rules({actions(percent(20)), alone(5, R"("priority":1,)")}), cart)), (Numbers{2})) << "a higher priority wins before the saving";
    EXPECT_EQ(applied(apply(rules({alone(5), alone(7)}), cart)), (Numbers{2}));
}

TEST(promotion_stacking, one_that_stops_is_the_last) {
    auto outcome = apply(rules({R"("priority":2,)" + actions(percent(10)), R"("priority":1,"stops":true,)" + actions(percent(10)), actions(percent(10))}), cart);
    EXPECT_EQ(applied(outcome), (Numbers{1, 2}));
}

TEST(promotion_stacking, a_code_that_may_not_be_combined_is_refused_in_words) {
    auto with_code = cart;
    with_code.coupons = {code(2)};
    auto outcome = apply(rules({R"("priority":1,"stops":true,)" + actions(percent(10)), R"("needs_coupon":true,)" + actions(percent(5))}), with_code);
    ASSERT_EQ(outcome.refused.size(), 1u);
    EXPECT_EQ(outcome.refused[0].reason, Reason::not_combinable);
    EXPECT_EQ(outcome.refused[0].code, "CODE2");
}

TEST(coupons_in_a_basket, apply_only_where_entered_and_once_per_promotion) {
    auto only_with_code = rules({R"("needs_coupon":true,)" + actions(percent(10))});
    EXPECT_TRUE(apply(only_with_code, cart).applied.empty());
    auto with_codes = cart;
    with_codes.coupons = {code(1), {"OTHER", coupon(7), promotion(1), {}}};
    auto outcome = apply(only_with_code, with_codes);
    ASSERT_EQ(outcome.applied.size(), 1u);
    EXPECT_EQ(outcome.applied[0].code, "CODE1");
    ASSERT_EQ(outcome.refused.size(), 1u);
    EXPECT_EQ(outcome.refused[0].reason, Reason::already_applied);
}

TEST(coupons_in_a_basket, end_with_their_own_last_moment) {
    auto only_with_code = rules({R"("needs_coupon":true,)" + actions(percent(10))});
    auto with_code = cart;
    with_code.coupons = {{"CODE1", coupon(1), promotion(1), with_code.now}};
    EXPECT_EQ(apply(only_with_code, with_code).refused.at(0).reason, Reason::expired);
    with_code.coupons[0].expires_at = with_code.now + 1s;
    EXPECT_TRUE(apply(only_with_code, with_code).refused.empty());
}

TEST(coupons_in_a_basket, trap_53_a_code_taken_off_leaves_no_trace) {
    auto both = rules({actions(percent(7)), R"("needs_coupon":true,)" + actions(percent(10))});
    auto with_code = cart;
    with_code.coupons = {code(2)};
    EXPECT_EQ(saved(apply(both, with_code)), 700 + 930);
    with_code.coupons.clear();
    EXPECT_EQ(to_json(apply(both, with_code)), to_json(apply(both, cart)));
}

TEST(coupons_in_a_basket, trap_52_working_it_out_again_gives_the_same_once) {
    auto twice = cart;
    auto ten = rules({actions(percent(10))});
    auto first = to_json(apply(ten, twice));
    for (int i = 0; i < 20; ++i) EXPECT_EQ(to_json(apply(ten, twice)), first);
}

}  // namespace
}  // namespace vitrine::promotions
