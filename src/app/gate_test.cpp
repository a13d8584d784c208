#include "app/gate.h"

#include <gtest/gtest.h>

#include "app/docs_page.h"
#include "app/system_routes.h"
#include "tests/support/run.h"

namespace vitrine::app {
namespace {

struct gate : ::testing::Test {
    std::shared_ptr<ProcessState> process = std::make_shared<ProcessState>();
    http::Request request;
    http::Route route;
    test::LoopRunner runner;

    Result<Ctx> pass() {
        auto guard = make_gate(process);
        return runner.run(guard(nullptr, request, route));
    }
    http::Response ask(std::string_view path) {
        for (auto& each : system_routes(process))
            if (each.pattern == path) return runner.run(each.run(nullptr, Ctx{}, request));
        throw std::logic_error("no such route");
    }
};

TEST_F(gate, is_closed_while_the_shop_is_starting) {
    auto passed = pass();
    ASSERT_FALSE(passed);
    EXPECT_EQ(passed.error().code, "server.starting");
    EXPECT_EQ(passed.error().status, 503);
    EXPECT_EQ(ask("/health/ready").status, 503);
    EXPECT_EQ(ask("/health/live").status, 200);
}

TEST_F(gate, lets_routes_of_no_store_through_at_once) {
    route.options.needs_store = false;
    auto passed = pass();
    ASSERT_TRUE(passed);
    EXPECT_TRUE(passed->store.is_nil());
    EXPECT_EQ(passed->role, Role::guest);
}

TEST_F(gate, knows_no_store_that_is_not_there) {
    process->has_stores = true;
    EXPECT_EQ(pass().error().code, "stores.unknown");
    request.headers = {{"x-store", "nowhere"}};
    EXPECT_EQ(pass().error().code, "stores.unknown");
}

TEST_F(gate, asks_staff_for_a_store_even_where_the_route_needs_none) {
    process->has_stores = true;
    route.options.needs_store = false;
    route.options.access = http::Access::staff;
    EXPECT_FALSE(pass());
}

TEST_F(gate, neighbour_readiness_ends_with_draining) {
    process->has_stores = true;
    EXPECT_EQ(ask("/health/ready").status, 200);
    process->is_draining = true;
    EXPECT_EQ(ask("/health/ready").status, 503);
}

TEST_F(gate, neighbour_metrics_open_to_their_token_only) {
    EXPECT_EQ(ask("/metrics").status, 404);
    process->settings.metrics_token = "t0ken";
    EXPECT_EQ(ask("/metrics").status, 401);
    request.headers = {{"authorization", "Bearer t0ken"}};
    EXPECT_EQ(ask("/metrics").status, 200);
}

TEST_F(gate, neighbour_docs_list_the_routes_and_allow_nothing_foreign) {
    describe_routes(*process, system_routes(process));
    EXPECT_NE(process->docs_page->body.find("/api/v1/openapi.json"), std::string::npos);
    EXPECT_NE(process->docs_page->body.find("id=\"server.overloaded\""), std::string::npos);
    EXPECT_NE(process->docs_page->headers.at(0).second.find("default-src 'none'"), std::string::npos);
    EXPECT_EQ(process->docs_page->body.find("<script"), std::string::npos);
}

}  // namespace
}  // namespace vitrine::app
