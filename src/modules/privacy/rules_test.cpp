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

}  // namespace vitrine::privacy::rules
