#include "io/telemetry/metrics.h"

#include <gtest/gtest.h>

namespace vitrine::metrics {
namespace {

bool shows(const std::string& line) { return exposition().find(line + "\n") != std::string::npos; }

TEST(metrics, show_counters_and_gauges_under_their_labels) {
    counter("test_events_total", "Events", {{"kind", "a"}}).add();
    counter("test_events_total", "Events", {{"kind", "a"}}).add(2);
    counter("test_events_total", "Events", {{"kind", "b"}}).add();
    auto level = gauge("test_level", "Level");
    level.set(5);
    level.add(-2);
    EXPECT_TRUE(shows("test_events_total{kind=\"a\"} 3"));
    EXPECT_TRUE(shows("test_events_total{kind=\"b\"} 1"));
    EXPECT_TRUE(shows("test_level 3"));
    EXPECT_TRUE(shows("# TYPE test_events_total counter"));
}

TEST(metrics, put_times_into_buckets) {
    auto seconds = timer("test_seconds", "Seconds");
    seconds.observe(0.002);
    std::array<double, Timer::bounds.size() + 1> counts{};
    counts.back() = 2;  // above ten seconds
    seconds.observe_many(counts, 30);
    EXPECT_TRUE(shows("test_seconds_bucket{le=\"0.0025\"} 1"));
    EXPECT_TRUE(shows("test_seconds_bucket{le=\"10\"} 1"));
    EXPECT_TRUE(shows("test_seconds_bucket{le=\"+Inf\"} 3"));
    EXPECT_TRUE(shows("test_seconds_count 3"));
}

}  // namespace
}  // namespace vitrine::metrics
