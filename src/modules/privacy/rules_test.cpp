#include "modules/privacy/rules.h"

#include <gtest/gtest.h>

#include "core/text.h"

namespace vitrine::privacy::rules {

TEST(privacy_rules, papers_are_kept_as_the_law_of_the_country_asks) {
    EXPECT_EQ(years_kept("IN"), 8);
    EXPECT_EQ(years_kept("PK"), 6);
    EXPECT_EQ(years_kept("ZZ"), 10) << "where no law is known, the longest common time";
    EXPECT_EQ(years_kept(""), 10);
}

TEST(privacy_rules, what_stands_for_a_person_is_a_mailbox_that_nobody_can_have) {
    auto one = RequestId::next(clock_now()), other = RequestId::next(clock_now() + 1s);
    EXPECT_NE(stand_in(one), stand_in(other)) << "two who were forgotten are not one person";
    EXPECT_TRUE(stand_in(one).ends_with(".invalid"));
    EXPECT_TRUE(Email::parse(stand_in(one)).has_value()) << "orders are still read";
}

TEST(privacy_rules, what_was_carried_out_or_withdrawn_moves_no_more) {
    for (auto state : {RequestState::ready, RequestState::done, RequestState::withdrawn}) EXPECT_TRUE(life.is_final(state));
    EXPECT_NE(life.find(RequestState::waiting, "withdraw"), nullptr);
}

TEST(privacy_rules, a_store_keeps_what_it_says_and_everything_else_as_usual) {
    EXPECT_NE(days_of({}).text.find("\"carts\":90"), std::string::npos) << days_of({}).text;
    PrivacySettings settings;
    settings.days_kept = Retention{.carts = Days{7}};
    auto days = days_of(settings).text;
    EXPECT_NE(days.find("\"carts\":7,"), std::string::npos) << days;
    EXPECT_NE(days.find("\"proofs\":180"), std::string::npos) << days;
}

}  // namespace vitrine::privacy::rules
