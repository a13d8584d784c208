#include "modules/flags/rules.h"

#include <gtest/gtest.h>

namespace vitrine::flags {
namespace {

const Instant now = Instant{std::chrono::sys_days{std::chrono::year{2026} / 12 / 1}};
const StoreId store = StoreId::next(now), other_store = StoreId::next(now);
const Flag flag{"new-checkout", "a test"};
const std::set<std::string> nobody;

Viewer customer(int number) { return {Viewer::Kind::customer, "cus_" + std::to_string(number)}; }
Rule share(Audience audience, int of) { return {.audience = audience, .share = Whole<0, whole_share>{of}, .from = {}, .until = {}}; }
Setting rules(std::vector<Rule> list) { return {.is_on = true, .rules = std::move(list)}; }
bool has(const Setting& setting, const Viewer& viewer, Instant at = now, const std::set<std::string>& testers = nobody) { return decide(flag, &setting, testers, store, viewer, at).is_on; }

TEST(flag_rules, a_store_that_said_nothing_has_the_default) {
    EXPECT_TRUE(decide(flag, nullptr, nobody, store, customer(1), now).is_on);
    Flag shy{"shy", "a test", false};
    auto decision = decide(shy, nullptr, nobody, store, customer(1), now);
    EXPECT_FALSE(decision.is_on);
    EXPECT_EQ(decision.reason, Reason::by_default);
}

TEST(flag_rules, off_is_off_for_everybody_whatever_the_rules) {
    Setting setting = rules({{.audience = Audience::everyone}});
    EXPECT_TRUE(has(setting, customer(1)));
    setting.is_on = false;
    for (auto kind : {Viewer::Kind::guest, Viewer::Kind::customer, Viewer::Kind::staff}) EXPECT_FALSE(has(setting, {kind, "x"}));
    EXPECT_EQ(decide(flag, &setting, nobody, store, customer(1), now).reason, Reason::off);
}

TEST(flag_rules, each_audience_is_let_in_and_nobody_else) {
    struct Case {
        Audience audience;
        bool guest, customer, staff;
    };
    for (const auto& one : {Case{Audience::everyone, true, true, true}, Case{Audience::guests, true, false, false}, Case{Audience::customers, false, true, false}, Case{Audience::staff, false, false, true},
                            Case{Audience::testers, false, false, false}}) {
        auto setting = rules({{.audience = one.audience}});
        EXPECT_EQ(has(setting, {Viewer::Kind::guest, "crt_1"}), one.guest) << shape_name(one.audience);
        EXPECT_EQ(has(setting, customer(1)), one.customer) << shape_name(one.audience);
        EXPECT_EQ(has(setting, {Viewer::Kind::staff, "usr_1"}), one.staff) << shape_name(one.audience);
    }
    auto setting = rules({{.audience = Audience::testers}});
    EXPECT_TRUE(has(setting, customer(7), now, {"cus_7"}));
    EXPECT_FALSE(has(setting, customer(8), now, {"cus_7"}));
    EXPECT_FALSE(has(setting, {Viewer::Kind::guest, "cus_7"}, now, {"cus_7"})) << "a guest's cart is nobody's account";
}

TEST(flag_rules, a_share_is_even_sticky_and_only_ever_grows) {
    constexpr int people = 20'000;
    std::vector<int> had;
    for (int percent : {0, 1, 10, 25, 50, 99, 100}) {
        std::vector<int> have;
        for (int i = 0; i < people; ++i)
            if (has(rules({share(Audience::customers, percent * 100)}), customer(i))) have.push_back(i);
        EXPECT_NEAR(double(have.size()) / people, percent / 100.0, 0.015) << percent << " %";
        EXPECT_TRUE(std::ranges::includes(have, had)) << "whoever had it keeps it at " << percent << " %";
        had = have;
    }
    EXPECT_EQ(had.size(), std::size_t(people));
}

TEST(flag_rules, another_feature_and_another_store_draw_their_own_lots) {
    int same_flag = 0, same_store = 0;
    for (int i = 0; i < 1'000; ++i) {
        auto subject = customer(i).subject;
        same_flag += (bucket_of(store, "a", subject) < 5'000) == (bucket_of(store, "b", subject) < 5'000);
        same_store += (bucket_of(store, "a", subject) < 5'000) == (bucket_of(other_store, "a", subject) < 5'000);
        EXPECT_EQ(bucket_of(store, "a", subject), bucket_of(store, "a", subject));
    }
    EXPECT_NEAR(same_flag, 500, 100);
    EXPECT_NEAR(same_store, 500, 100);
}

TEST(flag_rules, nobody_in_particular_is_in_the_whole_share_only) {
    Viewer anybody{};
    EXPECT_FALSE(has(rules({share(Audience::everyone, whole_share - 1)}), anybody));
    EXPECT_TRUE(has(rules({share(Audience::everyone, whole_share)}), anybody));
}

TEST(flag_rules, a_rule_holds_from_its_first_moment_to_its_last) {
    auto setting = rules({{.audience = Audience::everyone, .share = {}, .from = now, .until = now + 1h}});
    EXPECT_FALSE(has(setting, customer(1), now - 1us));
    EXPECT_TRUE(has(setting, customer(1), now));
    EXPECT_TRUE(has(setting, customer(1), now + 1h - 1us));
    EXPECT_FALSE(has(setting, customer(1), now + 1h));
    EXPECT_EQ(faults_of(rules({{.audience = Audience::everyone, .share = {}, .from = now, .until = now}})).at(0).pointer, "/rules/0/until");
}

TEST(flag_rules, the_first_rule_that_fits_is_named) {
    auto setting = rules({share(Audience::customers, 0), {.audience = Audience::staff}, {.audience = Audience::customers}});
    auto decision = decide(flag, &setting, nobody, store, customer(1), now);
    EXPECT_EQ(decision.rule, 2);
    EXPECT_EQ(decision.reason, Reason::rule);
    EXPECT_EQ(decide(flag, &setting, nobody, store, {Viewer::Kind::guest, "crt_1"}, now).reason, Reason::no_rule);
    EXPECT_FALSE(faults_of({.is_on = true, .rules = std::vector<Rule>(most_rules + 1)}).empty());
}

}  // namespace
}  // namespace vitrine::flags
