#include "io/http/version_tag.h"

#include <gtest/gtest.h>

namespace vitrine::http {

TEST(version_tag, is_read_back) { EXPECT_EQ(wanted_version(version_tag(7)), 7); }

TEST(version_tag, asks_for_any_without_a_header_and_with_a_star) {
    EXPECT_EQ(wanted_version({}), std::nullopt);
    EXPECT_EQ(wanted_version("*"), std::nullopt);
}

TEST(version_tag, asks_for_one_that_none_has_when_it_is_none_of_ours) {
    for (const char* tag : {"", "\"\"", "\"v\"", "v7", "\"v7", "W/\"v7\"", "\"vx\"", "\"7\""}) EXPECT_EQ(wanted_version(tag), 0) << tag;
}

}  // namespace vitrine::http
