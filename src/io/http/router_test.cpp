#include <gtest/gtest.h>

#include "io/http/server.h"

namespace vitrine::http {
namespace {

Route route(Method method, std::string pattern) {
    Route route;
    route.method = method;
    route.pattern = std::move(pattern);
    route.options.summary = "x";
    return route;
}

Request request(Method method, std::string path) {
    Request request;
    request.method = method;
    request.path = std::move(path);
    return request;
}

std::string found(const Router& router, Method method, std::string path) {
    auto asked = request(method, std::move(path));
    auto match = router.find(asked);
    if (!match.route) return match.path_known ? "405" : "404";
    std::string text = match.route->pattern;
    for (const auto& [name, value] : asked.path_parameters) text += " " + name + "=" + value;
    return text;
}

TEST(router, prefers_text_to_parameters_and_goes_back_from_dead_ends) {
    Router router({route(Method::get, "/carts/{id}"), route(Method::get, "/carts/new"), route(Method::get, "/carts/{cart}/lines/{line}"), route(Method::get, "/carts/new/help"),
                   route(Method::get, "/files/{path...}"), route(Method::get, "/")});
    EXPECT_EQ(found(router, Method::get, "/carts/new"), "/carts/new");
    EXPECT_EQ(found(router, Method::get, "/carts/7"), "/carts/{id} id=7");
    EXPECT_EQ(found(router, Method::get, "/carts/new/lines/2"), "/carts/{cart}/lines/{line} cart=new line=2");
    EXPECT_EQ(found(router, Method::get, "/carts/new/help"), "/carts/new/help");
    EXPECT_EQ(found(router, Method::get, "/files/a/b.css"), "/files/{path...} path=a/b.css");
    EXPECT_EQ(found(router, Method::get, "/"), "/");
    for (auto unknown : {"/carts", "/carts/", "/carts/7/", "/files", "/files/", "/Carts/7"}) EXPECT_EQ(found(router, Method::get, unknown), "404") << unknown;
}

TEST(router, keeps_an_escaped_slash_inside_its_segment) {
    Router router({route(Method::get, "/stock/{sku}"), route(Method::get, "/files/{path...}")});
    EXPECT_EQ(found(router, Method::get, "/stock/A%2FB%25"), "/stock/{sku} sku=A/B%");
    EXPECT_EQ(found(router, Method::get, "/files/..%2Fsecret"), "/files/{path...} path=..%2Fsecret");
}

TEST(router, answers_head_by_get_and_tells_which_methods_fit) {
    Router router({route(Method::get, "/a"), route(Method::post, "/a"), route(Method::del, "/b")});
    EXPECT_EQ(found(router, Method::head, "/a"), "/a");
    auto asked = request(Method::patch, "/a");
    auto match = router.find(asked);
    EXPECT_TRUE(match.path_known);
    EXPECT_EQ(match.allowed, (std::vector{Method::get, Method::head, Method::post}));
    EXPECT_EQ(found(router, Method::head, "/b"), "405");
}

TEST(router, refuses_routes_that_contradict_each_other) {
    EXPECT_THROW(Router({route(Method::get, "/a/{x}"), route(Method::get, "/a/{y}")}), std::logic_error);
    EXPECT_THROW(Router({route(Method::get, "/{rest...}/a")}), std::logic_error);
    EXPECT_THROW(Router({route(Method::get, "a")}), std::logic_error);
    auto silent = route(Method::get, "/api/v1/a");
    silent.options.summary.clear();
    EXPECT_THROW(Router({silent}), std::logic_error);
    auto unguarded = route(Method::get, "/a");
    unguarded.options.access = Access::staff;
    EXPECT_THROW(Router({unguarded}), std::logic_error);
}

}  // namespace
}  // namespace vitrine::http
