#include "app/admin_call.h"

#include <gtest/gtest.h>

namespace vitrine::app {
namespace {

std::string header(const http::Request& request, std::string_view name) { return std::string(request.header(name)); }

TEST(admin_call, becomes_the_request_it_stands_for) {
    auto moved = request_of({"post", "/orders/ord_1/moves", {"verb=ship", "note=a=b", "quantity:=3", "lines:=[{\"position\":1}]"}, {}, "key", "7"});
    ASSERT_TRUE(moved) << moved.error().detail;
    EXPECT_EQ(moved->method, http::Method::post);
    EXPECT_EQ(moved->path, "/api/v1/admin/orders/ord_1/moves");
    EXPECT_EQ(moved->body, R"({"verb":"ship","note":"a=b","quantity":3,"lines":[{"position":1}]})");
    EXPECT_EQ(header(*moved, "content-type"), "application/json");
    EXPECT_EQ(header(*moved, "idempotency-key"), "key");
    EXPECT_EQ(header(*moved, "if-match"), "\"7\"");
}

TEST(admin_call, asks_by_the_query_where_there_is_no_body) {
    auto listed = request_of({"GET", "orders?limit=2", {"q=a b&c", "state=paid"}, {}, {}, {}});
    ASSERT_TRUE(listed);
    EXPECT_EQ(listed->path, "/api/v1/admin/orders");
    EXPECT_EQ(listed->query, (shape::Fields{{"limit", "2"}, {"q", "a b&c"}, {"state", "paid"}}));
    EXPECT_EQ(listed->body, "");
    EXPECT_EQ(request_of({"DELETE", "/api/v1/carts/crt_1", {}, {}, {}, {}})->path, "/api/v1/carts/crt_1");
}

TEST(admin_call, names_what_is_typed_wrong) {
    EXPECT_EQ(request_of({"FETCH", "/orders", {}, {}, {}, {}}).error().code, "request.invalid");
    auto broken = request_of({"POST", "/orders", {"verb", "=x", "n:=1"}, {}, {}, {}});
    ASSERT_FALSE(broken);
    ASSERT_EQ(broken.error().errors.size(), 2u);
    EXPECT_EQ(broken.error().errors[1].pointer, "/1");
    EXPECT_EQ(request_of({"POST", "/orders", {"n:={"}, {}, {}, {}}).error().errors.at(0).pointer, "/n");
    EXPECT_FALSE(request_of({"POST", "/orders", {"n:=1"}, "{}", {}, {}})) << "which of both would be meant?";
    EXPECT_FALSE(request_of({"GET", "/orders?q=%", {}, {}, {}, {}}));
}

}  // namespace
}  // namespace vitrine::app
