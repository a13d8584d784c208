#include "io/http/target.h"

#include <gtest/gtest.h>

namespace vitrine::http {
namespace {

std::string path_of(std::string_view target) {
    Request request;
    std::string authority;
    return read_target(target, request, authority) ? request.path : "refused";
}

TEST(target, is_decoded_and_its_dots_are_resolved) {
    EXPECT_EQ(path_of("/"), "/");
    EXPECT_EQ(path_of("/a%20b/%C3%A9"), "/a b/é");
    EXPECT_EQ(path_of("/a/./b/../c"), "/a/c");
    EXPECT_EQ(path_of("/a/b/.."), "/a/");
    EXPECT_EQ(path_of("/a/%2e%2E/c"), "/c");
    EXPECT_EQ(path_of("/.hidden/...x"), "/.hidden/...x");
    EXPECT_EQ(path_of("/a%2Fb"), "/a%2Fb");
    EXPECT_EQ(path_of("/a%252Fb"), "/a%252Fb");
}

TEST(target, is_refused_when_two_servers_could_read_it_differently) {
    for (auto bad : {"", "a", "*", "/../etc/passwd", "/a/%2e%2e/%2e%2e/b", "/a%00b", "/a%0d%0ab", "/a\\b", "/a%5cb", "/%", "/%g1", "/%c3%28", "/a#b", "/?a=%", "http://", "http://u@h/"})
        EXPECT_EQ(path_of(bad), "refused") << bad;
}

TEST(target, may_name_its_authority) {
    Request request;
    std::string authority;
    ASSERT_TRUE(read_target("http://shop.test:8080/a?b=c", request, authority));
    EXPECT_EQ(authority, "shop.test:8080");
    EXPECT_EQ(request.path, "/a");
    EXPECT_EQ(request.query, (shape::Fields{{"b", "c"}}));
    ASSERT_TRUE(read_target("https://shop.test?b=c", request, authority) == false || request.path == "/");
}

}  // namespace
}  // namespace vitrine::http
