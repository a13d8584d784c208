#include <gtest/gtest.h>

#include "core/validity.h"

namespace vitrine {
namespace {

TEST(wall_text, reads_days_and_minutes_and_nothing_else) {
    EXPECT_TRUE(parse_wall("2026-02-28"));
    EXPECT_TRUE(parse_wall("2024-02-29T23:59"));
    for (auto wrong : {"", "2026-02-29", "2026-13-01", "2026-1-1", "2026-01-01 10:00", "2026-01-01T24:00", "2026-01-01T10:60", "2026-01-01T10:0a", "2026-01-01T10:00:00"})
        EXPECT_FALSE(parse_wall(wrong)) << wrong;
}

// Trap 60: an end date holds to the end of its day on the store's clock, also where the day has 23 hours.
TEST(validity, holds_to_the_last_moment_of_its_last_day) {
    for (auto [zone, last, first_out] : {std::tuple{"Asia/Karachi", "2026-03-31T18:59:59.999Z", "2026-03-31T19:00:00Z"}, {"America/New_York", "2026-04-01T03:59:59.999Z", "2026-04-01T04:00:00Z"}}) {
        auto validity = validity_between("2026-03-01", "2026-03-31", *TimeZone::find(zone));
        EXPECT_TRUE(validity.holds(*parse_rfc3339(last))) << zone;
        EXPECT_FALSE(validity.holds(*parse_rfc3339(first_out))) << zone;
    }
    auto spring = validity_between("2026-03-08", "2026-03-08", *TimeZone::find("America/New_York"));
    EXPECT_EQ(*spring.until - *spring.from, std::chrono::hours(23));
}

TEST(validity, overlaps_only_where_both_hold) {
    const auto& utc = *TimeZone::utc();
    auto march = validity_between("2026-03-01", "2026-03-31", utc), april = validity_between("2026-04-01", {}, utc), all = validity_between({}, {}, utc);
    EXPECT_FALSE(march.overlaps(april));
    EXPECT_FALSE(april.overlaps(march));
    EXPECT_TRUE(all.overlaps(march));
    EXPECT_TRUE(validity_between("2026-03-31", {}, utc).overlaps(march));
}

}  // namespace
}  // namespace vitrine
