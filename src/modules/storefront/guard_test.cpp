#include "modules/storefront/guard.h"

#include <gtest/gtest.h>

#include "core/random.h"

namespace vitrine::storefront {
namespace {

http::Request post(shape::Fields headers) {
    http::Request request;
    request.method = http::Method::post;
    request.headers = std::move(headers);
    request.headers.emplace_back("host", "stationery.localhost:8080");
    return request;
}

struct Visitor {
    Config config;
    Visit visit;
    Visitor() {
        config.master_key = "a key for tests";
        visit.cart = carts::CartId::next(Instant{} + 1s);
        visit.access.token = "token";
    }
};

}  // namespace

TEST(origin_of, believes_fetch_metadata_before_the_origin) {
    EXPECT_EQ(origin_of(post({{"sec-fetch-site", "same-origin"}})), Origin::ours);
    EXPECT_EQ(origin_of(post({{"sec-fetch-site", "cross-site"}, {"origin", "http://stationery.localhost:8080"}})), Origin::foreign);
    EXPECT_EQ(origin_of(post({{"sec-fetch-site", "same-site"}})), Origin::foreign);
}

TEST(origin_of, compares_host_and_port) {
    EXPECT_EQ(origin_of(post({{"origin", "http://stationery.localhost:8080"}})), Origin::ours);
    EXPECT_EQ(origin_of(post({{"origin", "http://stationery.localhost:9000"}})), Origin::foreign);
    EXPECT_EQ(origin_of(post({{"origin", "https://evil.example"}})), Origin::foreign);
    EXPECT_EQ(origin_of(post({{"origin", "null"}})), Origin::foreign);
    EXPECT_EQ(origin_of(post({})), Origin::unsaid);
}

TEST(may_act, asks_for_the_token_where_the_page_carries_one) {
    Visitor v;
    auto ours = post({{"sec-fetch-site", "same-origin"}});
    auto token = form_token(v.config, v.visit);
    EXPECT_TRUE(may_act(v.config, ours, v.visit, {}, false));
    EXPECT_FALSE(may_act(v.config, ours, v.visit, {}, true));
    EXPECT_TRUE(may_act(v.config, ours, v.visit, {{"csrf", token}}, true));
    EXPECT_FALSE(may_act(v.config, ours, v.visit, {{"csrf", token + "x"}}, true));
}

TEST(may_act, refuses_foreign_pages_even_with_the_token_and_silent_browsers_without) {
    Visitor v;
    auto token = form_token(v.config, v.visit);
    EXPECT_FALSE(may_act(v.config, post({{"sec-fetch-site", "cross-site"}}), v.visit, {{"csrf", token}}, true));
    EXPECT_FALSE(may_act(v.config, post({}), v.visit, {}, false));
    EXPECT_TRUE(may_act(v.config, post({}), v.visit, {{"csrf", token}}, false));
}

TEST(form_token, belongs_to_one_cart) {
    Visitor a, b;
    b.visit.access.token = "another";
    EXPECT_NE(form_token(a.config, a.visit), form_token(b.config, b.visit));
    a.visit.cart.reset();
    EXPECT_EQ(form_token(a.config, a.visit), "");
}

TEST(safe_path, leads_nowhere_but_to_this_shop) {
    EXPECT_EQ(safe_path("/p/pen?v=1", "/cart"), "/p/pen?v=1");
    for (auto bad : {"//evil.example", "https://evil.example", "/\\evil.example", "/a\\b", "/a\r\nSet-Cookie: x=y", "", "javascript:alert(1)"}) EXPECT_EQ(safe_path(bad, "/cart"), "/cart") << bad;
}

}  // namespace vitrine::storefront
