#include "modules/promotions/testing.h"

namespace vitrine::promotions {
namespace {

using namespace testing;

/// "pointer code" of everything wrong with a definition that has the right shape.
std::vector<std::string> wrong(const std::string& members) {
    auto read = read_json<Definition>(R"({"name":"Test","label":"Test",)" + members + "}");
    std::vector<std::string> out;
    if (!read) {
        for (const auto& fault : read.error().errors) out.push_back("shape " + fault.pointer + " " + fault.code);
        return out;
    }
    for (const auto& fault : faults_of(*read)) out.push_back(fault.pointer + " " + fault.code);
    return out;
}
using Faults = std::vector<std::string>;

TEST(promotion_faults, a_sound_promotion_has_none) { EXPECT_EQ(wrong(actions(percent(10))), Faults{}); }

TEST(promotion_faults, each_has_its_pointer) {
    EXPECT_EQ(wrong(R"("actions":[])"), (Faults{"/actions out_of_range"}));
    EXPECT_EQ(wrong(R"("actions":[{}])"), (Faults{"/actions/0 one_member"}));
    EXPECT_EQ(wrong(R"("starts":"2026-03-02","ends":"2026-03-01",)" + actions(percent(10))), (Faults{"/ends ends_before_start"}));
    EXPECT_EQ(wrong(R"("starts":"2026-03-02","ends":"2026-03-02",)" + actions(percent(10))), Faults{}) << "one whole day";
    EXPECT_EQ(wrong(R"("is_exclusive":true,"group":"a",)" + actions(percent(10))), (Faults{"/group exclusive_has_no_group"}));
    EXPECT_EQ(wrong(R"("condition":{"all":[{"subtotal":{}},{"quantity":{"at_least":3,"at_most":2}},{}]},)" + actions(percent(10))),
              (Faults{"/condition/all/0/subtotal bound_missing", "/condition/all/1/quantity/at_most out_of_range", "/condition/all/2 one_member"}));
    EXPECT_EQ(wrong(R"("condition":{"time":{"from_clock":"09:00"}},)" + actions(percent(10))), (Faults{"/condition/time/until_clock required"}));
    EXPECT_EQ(wrong(actions(R"({"shipping":{}})")), (Faults{"/actions/0/shipping one_member"}));
    EXPECT_EQ(wrong(actions(R"({"amount_off":{"amount":)" + money(0) + R"(,"per":"order"}})")), (Faults{"/actions/0/amount_off/amount out_of_range"}));
    EXPECT_EQ(wrong(actions(R"({"tiers":{"by":"quantity","steps":[{"quantity":5,"rate_ppm":1000},{"quantity":5,"rate_ppm":2000}]}})")), (Faults{"/actions/0/tiers/steps/1 out_of_order"}));
}

TEST(promotion_faults, amounts_of_one_promotion_share_a_currency) {
    EXPECT_EQ(wrong(R"("limits":{"budget":{"minor":5,"currency":"USD"}},)" + actions(percent(10, R"(,"cap":)" + money(5)))), (Faults{"/limits/budget currencies_mixed"}));
}

TEST(promotion_faults, shapes_are_judged_with_everything_wrong_at_once) {
    EXPECT_EQ(wrong(R"("starts":"1 March","actions":[{"percent_off":{"rate_ppm":2000000}},{"buy_get":{"buy":0,"get":1,"choose":"dearest"}}])"),
              (Faults{"shape /starts wall_time.malformed", "shape /actions/0/percent_off/rate_ppm out_of_range", "shape /actions/1/buy_get/buy out_of_range",
                      "shape /actions/1/buy_get/choose unknown_choice"}));
    for (const char* bad : {"2026-02-30", "2026-03-01T24:00", "2026-03-01 10:00", "2026-03-01T10:00:60", "2026-3-1", "2026-03-01T10", ""})
        EXPECT_FALSE(WallText::parse(bad)) << bad;
    for (const char* bad : {"24:00", "9:00", "09:60", "0900"}) EXPECT_FALSE(Clock::parse(bad)) << bad;
}

TEST(promotion_faults, conditions_do_not_nest_without_end) {
    std::string deep = R"({"first_order":true})";
    for (int i = 0; i < 5; ++i) deep = R"({"all":[)" + deep + "]}";
    auto faults = wrong(R"("condition":)" + deep + "," + actions(percent(10)));
    ASSERT_EQ(faults.size(), 1u);
    EXPECT_TRUE(faults[0].ends_with("too_deep"));
}

}  // namespace
}  // namespace vitrine::promotions
