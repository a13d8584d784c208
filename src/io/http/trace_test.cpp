#include "io/http/trace.h"

#include <gtest/gtest.h>

namespace vitrine::http {
namespace {

constexpr auto trace = "4bf92f3577b34da6a3ce929d0e0e4736", parent = "00f067aa0ba902b7";

TEST(traceparent, is_read_by_the_rules_of_version_00) {
    for (auto [value, flags] : {std::pair{"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", 1},
                                {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00", 0},
                                {"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-09", 9},
                                {"cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", 1},
                                {"cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-the-future-holds", 1}}) {
        auto read = parse_traceparent(value);
        ASSERT_TRUE(read) << value;
        EXPECT_EQ(read->trace_id, trace);
        EXPECT_EQ(read->parent_id, parent);
        EXPECT_EQ(read->flags, flags);
        EXPECT_EQ(read->is_sampled(), flags % 2 == 1);
    }
}

TEST(traceparent, is_ignored_when_malformed) {
    for (auto value : {"00-00000000000000000000000000000000-00f067aa0ba902b7-01", "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                       "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                       "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-extra",
                       "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1", ""})
        EXPECT_FALSE(parse_traceparent(value)) << value;
}

TEST(request_id, of_a_caller_is_kept_only_when_harmless) {
    EXPECT_TRUE(is_acceptable_request_id("01J-abc_DEF.1:2/3"));
    for (auto bad : {"", "a b", "a\"b", "a\nb", "<script>"}) EXPECT_FALSE(is_acceptable_request_id(bad));
    EXPECT_FALSE(is_acceptable_request_id(std::string(65, 'a')));
}

TEST(trace_id, is_made_where_none_came) {
    std::string one, two;
    append_new_trace_id(one);
    append_new_trace_id(two);
    EXPECT_EQ(one.size(), 32u);
    EXPECT_NE(one, two);
    EXPECT_TRUE(parse_traceparent("00-" + one + "-00f067aa0ba902b7-01"));
}

}  // namespace
}  // namespace vitrine::http
