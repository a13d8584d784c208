#include "core/time_zone.h"

#include <gtest/gtest.h>

namespace vitrine {
namespace {

using namespace std::chrono;

Instant at(std::string_view text) { return *parse_rfc3339(text); }
WallTime wall(int y, unsigned m, unsigned d, int h = 0, int min = 0) { return WallTime(local_days(year(y) / int(m) / int(d)).time_since_epoch() + hours(h) + minutes(min)); }

TEST(time_zone, shows_what_the_wall_clock_shows) {
    auto karachi = TimeZone::find("Asia/Karachi");
    EXPECT_EQ(karachi->wall(at("2026-03-01T19:00:00Z")), wall(2026, 3, 2));
    EXPECT_EQ(karachi->earliest(wall(2026, 3, 2)), at("2026-03-01T19:00:00Z"));
    auto new_york = TimeZone::find("America/New_York");
    EXPECT_EQ(new_york->wall(at("2026-01-01T12:00:00Z")), wall(2026, 1, 1, 7));
    EXPECT_EQ(new_york->wall(at("2026-07-01T12:00:00Z")), wall(2026, 7, 1, 8));
}

TEST(time_zone, an_hour_that_comes_twice_has_two_moments) {
    auto zone = TimeZone::find("America/New_York");
    EXPECT_EQ(zone->earliest(wall(2026, 11, 1, 1, 30)), at("2026-11-01T05:30:00Z"));
    EXPECT_EQ(zone->latest(wall(2026, 11, 1, 1, 30)), at("2026-11-01T06:30:00Z"));
    EXPECT_EQ(zone->earliest(wall(2026, 11, 1, 3)), zone->latest(wall(2026, 11, 1, 3)));
}

TEST(time_zone, an_hour_that_never_comes_is_the_moment_of_the_change) {
    auto zone = TimeZone::find("America/New_York");
    EXPECT_EQ(zone->earliest(wall(2026, 3, 8, 2, 30)), at("2026-03-08T07:00:00Z"));
    EXPECT_EQ(zone->latest(wall(2026, 3, 8, 2, 30)), at("2026-03-08T07:00:00Z"));
    EXPECT_EQ(zone->earliest(wall(2026, 3, 8, 1, 59)), at("2026-03-08T06:59:00Z"));
    EXPECT_EQ(zone->earliest(wall(2026, 3, 8, 3)), at("2026-03-08T07:00:00Z"));
}

TEST(time_zone, a_midnight_that_never_comes_is_the_moment_of_the_change) {
    auto beirut = TimeZone::find("Asia/Beirut");  // clocks go forward at midnight
    EXPECT_EQ(beirut->earliest(wall(2021, 3, 28)), at("2021-03-27T22:00:00Z"));
    EXPECT_EQ(beirut->wall(at("2021-03-27T22:00:00Z")), wall(2021, 3, 28, 1));
}

TEST(time_zone, does_not_know_invented_names) {
    EXPECT_EQ(TimeZone::find("Asia/Atlantis"), nullptr);
    EXPECT_EQ(TimeZone::find(""), nullptr);
    ASSERT_NE(TimeZone::utc(), nullptr);
    EXPECT_EQ(TimeZone::utc()->wall(at("2026-03-01T19:00:00Z")), wall(2026, 3, 1, 19));
}

}  // namespace
}  // namespace vitrine
