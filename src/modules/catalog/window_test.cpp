#include <gtest/gtest.h>

#include "tests/shop/desk.h"

namespace vitrine::catalog {
namespace {

const std::string products = "/api/v1/admin/products";

struct scheduled_publishing : testing::Test {
    test::Desk desk;
    Instant start = clock_now();
    scheduled_publishing() { desk.category("pens"); }
    std::string at(Duration later) { return format_rfc3339(start + later); }
    bool is_shown() { return desk.seen()->product("pen").has_value(); }
    test::Reply set_window(const std::string& id, std::string json) { return desk.patch(products + "/" + id, std::move(json), desk.get(products + "/" + id).etag()); }
};

TEST_F(scheduled_publishing, shows_and_hides_at_the_right_moment_and_not_before) {
    auto id = desk.published("Pen", "pens");
    ASSERT_TRUE(is_shown());
    ASSERT_EQ(set_window(id, R"({"published_from":")" + at(1h) + R"(","published_until":")" + at(2h) + "\"}").status, 200);
    EXPECT_FALSE(is_shown()) << "its time has not come";
    desk.run_due_jobs(start + 59min);
    EXPECT_FALSE(is_shown());
    desk.run_due_jobs(start + 60min + 1s);
    EXPECT_TRUE(is_shown()) << "the timer told the followers";
    desk.run_due_jobs(start + 119min);
    EXPECT_TRUE(is_shown());
    desk.run_due_jobs(start + 120min + 1s);
    EXPECT_FALSE(is_shown());
}

TEST_F(scheduled_publishing, follows_a_window_that_was_moved) {
    auto id = desk.published("Pen", "pens");
    set_window(id, R"({"published_from":")" + at(1h) + "\"}");
    set_window(id, R"({"published_from":")" + at(3h) + "\"}");
    desk.run_due_jobs(start + 90min);
    EXPECT_FALSE(is_shown()) << "the first timer comes for nothing";
    desk.run_due_jobs(start + 3h + 1s);
    EXPECT_TRUE(is_shown());
    set_window(id, R"({"published_from":null})");
    EXPECT_TRUE(is_shown());
}

TEST_F(scheduled_publishing, waits_for_the_life_cycle_as_well) {
    auto id = desk.published("Pen", "pens");
    set_window(id, R"({"published_from":")" + at(1h) + "\"}");
    desk.move(id, "withhold");
    desk.run_due_jobs(start + 2h);
    EXPECT_FALSE(is_shown()) << "only what is published is shown when its time comes";
    desk.move(id, "publish");
    EXPECT_TRUE(is_shown());
}

TEST_F(scheduled_publishing, refuses_a_window_that_ends_before_it_begins) {
    auto id = desk.published("Pen", "pens");
    auto refused = set_window(id, R"({"published_from":")" + at(2h) + R"(","published_until":")" + at(1h) + "\"}");
    EXPECT_EQ(refused.faults(), std::vector<std::string>{"/published_until out_of_range"});
}

}  // namespace
}  // namespace vitrine::catalog
