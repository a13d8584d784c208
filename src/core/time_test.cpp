#include "core/time.h"

#include <gtest/gtest.h>

namespace vitrine {
namespace {

using std::chrono::microseconds;

Instant unix_micros(std::int64_t micros) { return Instant(microseconds(micros)); }

TEST(time, reads_the_examples_of_rfc_3339) {
    EXPECT_EQ(parse_rfc3339("1985-04-12T23:20:50.52Z"), unix_micros(482'196'050'520'000));
    EXPECT_EQ(parse_rfc3339("1996-12-19T16:39:57-08:00"), parse_rfc3339("1996-12-20T00:39:57Z"));
    EXPECT_EQ(parse_rfc3339("1937-01-01T12:00:27.87+00:20"), parse_rfc3339("1937-01-01T11:40:27.87Z"));
    EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:00Z"), unix_micros(0));
    EXPECT_EQ(parse_rfc3339("2026-03-01t10:00:00z"), parse_rfc3339("2026-03-01 10:00:00+00:00"));
}

TEST(time, reads_offsets_across_midnight_and_year) {
    EXPECT_EQ(parse_rfc3339("2026-01-01T04:30:00+05:00"), parse_rfc3339("2025-12-31T23:30:00Z"));
    EXPECT_EQ(parse_rfc3339("2026-03-01T10:00:00-00:00"), parse_rfc3339("2026-03-01T10:00:00Z"));
    EXPECT_EQ(parse_rfc3339("2026-03-01T10:00:00+05:30"), parse_rfc3339("2026-03-01T04:30:00Z"));
}

TEST(time, keeps_microseconds_and_cuts_off_what_is_finer) {
    EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:00.000001Z"), unix_micros(1));
    EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:00.1Z"), unix_micros(100'000));
    EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:00.123456999Z"), unix_micros(123'456));
    EXPECT_EQ(parse_rfc3339("1969-12-31T23:59:59.999999Z"), unix_micros(-1));
}

TEST(time, knows_leap_days) {
    EXPECT_TRUE(parse_rfc3339("2024-02-29T00:00:00Z"));
    EXPECT_TRUE(parse_rfc3339("2000-02-29T00:00:00Z"));
    EXPECT_FALSE(parse_rfc3339("2026-02-29T00:00:00Z"));
    EXPECT_FALSE(parse_rfc3339("1900-02-29T00:00:00Z"));
    EXPECT_FALSE(parse_rfc3339("2026-04-31T00:00:00Z"));
}

TEST(time, refuses_what_is_not_such_a_time) {
    for (auto text : {"",
                      "2026-03-01",
                      "2026-03-01T10:00Z",
                      "2026-03-01T10:00:00",
                      "2026-03-01T10:00:00+0500",
                      "2026-03-01T10:00:00+05",
                      "2026-03-01T10:00:00.Z",
                      "2026-03-01T10:00:00.1234567890Z",
                      "2026-13-01T10:00:00Z",
                      "2026-00-01T10:00:00Z",
                      "2026-03-00T10:00:00Z",
                      "2026-03-01T24:00:00Z",
                      "2026-03-01T10:60:00Z",
                      "2026-03-01T23:59:60Z",
                      "2026-03-01T10:00:00+24:00",
                      "2026-03-01T10:00:00+05:60",
                      " 2026-03-01T10:00:00Z",
                      "2026-03-01T10:00:00Z ",
                      "26-03-01T10:00:00Z",
                      "2026/03/01T10:00:00Z",
                      "2026-03-01T10:00:00ZZ",
                      "2026-03-01T1٠:00:00Z"})
        EXPECT_FALSE(parse_rfc3339(text)) << text;
}

TEST(time, is_written_in_utc_with_milliseconds) {
    EXPECT_EQ(format_rfc3339(unix_micros(0)), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(format_rfc3339(unix_micros(-1)), "1969-12-31T23:59:59.999Z");
    EXPECT_EQ(format_rfc3339(parse_rfc3339("2024-02-29T23:59:59.999999+00:00").value()), "2024-02-29T23:59:59.999Z");
}

TEST(time, read_back_is_the_same_to_the_millisecond) {
    for (std::int64_t ms = -4'000'000'000'000; ms < 8'000'000'000'000; ms += 86'399'937'777) {
        auto instant = unix_micros(ms * 1'000);
        ASSERT_EQ(parse_rfc3339(format_rfc3339(instant)), instant) << format_rfc3339(instant);
    }
}

TEST(time, for_http_has_its_weekday_and_gmt) {
    EXPECT_EQ(format_http_date(unix_micros(784'111'777'000'000)), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(format_http_date(parse_rfc3339("2026-03-01T10:00:00Z").value()), "Sun, 01 Mar 2026 10:00:00 GMT");
    EXPECT_EQ(format_http_date(parse_rfc3339("2024-02-29T00:00:00Z").value()), "Thu, 29 Feb 2024 00:00:00 GMT");
}

}  // namespace
}  // namespace vitrine
