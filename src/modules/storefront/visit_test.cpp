#include "modules/storefront/visit.h"

#include <gtest/gtest.h>

namespace vitrine::storefront {
namespace {

http::Request with_cookie(std::string cookie) {
    http::Request request;
    request.headers = {{"cookie", std::move(cookie)}};
    return request;
}

std::string cookies_of(const http::Response& response) {
    std::string all;
    for (const auto& [name, value] : response.headers)
        if (name == "Set-Cookie") all += value + "\n";
    return all;
}

carts::CartView cart_of_three() {
    carts::CartView cart;
    cart.id = carts::CartId::next(Instant{} + 1s);
    cart.version = 7;
    cart.item_count = 3;
    return cart;
}

}  // namespace

TEST(visit_of, reads_back_what_was_remembered) {
    auto cart = cart_of_three();
    http::Response response;
    remember_cart(response, {}, cart, {"tok"}, 30);
    auto visit = visit_of(with_cookie("cart=" + cart.id.text() + ".tok; cart_state=7.3"));
    EXPECT_EQ(visit.cart, cart.id);
    EXPECT_EQ(visit.access.token, "tok");
    EXPECT_EQ(visit.cart_version, 7);
    EXPECT_EQ(visit.cart_count, 3);
    EXPECT_NE(cookies_of(response).find("cart=" + cart.id.text() + ".tok; Path=/; Max-Age=2592000; HttpOnly; SameSite=Lax"), std::string::npos);
    EXPECT_NE(cookies_of(response).find("cart_state=7.3; Path=/; Max-Age=2592000; SameSite=Lax"), std::string::npos) << "scripts read the state";
}

TEST(visit_of, takes_hostile_cookies_for_none) {
    for (auto cookie : {"cart=", "cart=x.y", "cart=cart_01.\x01", "cart_state=-1.-5", "cart_state=9", "flash=<b>", "flash=a b"}) {
        auto visit = visit_of(with_cookie(cookie));
        EXPECT_FALSE(visit.cart) << cookie;
        EXPECT_EQ(visit.cart_count, 0) << cookie;
        EXPECT_EQ(visit.flash, "") << cookie;
    }
}

TEST(visit_of, counts_nothing_without_a_cart) { EXPECT_EQ(visit_of(with_cookie("cart_state=7.3")).cart_count, 0); }

TEST(visit_of, over_tls_believes_only_names_that_no_other_host_can_set) {
    auto cart = cart_of_three();
    auto request = with_cookie("cart=" + cart.id.text() + ".tok");
    request.is_tls = true;
    EXPECT_FALSE(visit_of(request).cart);
    request = with_cookie("__Host-cart=" + cart.id.text() + ".tok");
    request.is_tls = true;
    EXPECT_TRUE(visit_of(request).cart);
}

TEST(visit_of, reads_the_fragments_a_script_wants) {
    http::Request request;
    request.headers = {{"x-fragment", "cart, cart-count"}};
    auto visit = visit_of(request);
    EXPECT_TRUE(visit.wants("cart"));
    EXPECT_TRUE(visit.wants("cart-count"));
    EXPECT_FALSE(visit.wants("flash"));
}

TEST(remember_order, keeps_the_last_five) {
    http::Request request;
    std::string value;
    for (int i = 1; i <= 7; ++i) {
        http::Response response;
        remember_order(response, request, "ord_" + std::to_string(i), "t" + std::to_string(i));
        auto cookie = cookies_of(response);
        value = cookie.substr(0, cookie.find(';'));
        request = with_cookie(value);
    }
    EXPECT_EQ(value, "orders=ord_7.t7~ord_6.t6~ord_5.t5~ord_4.t4~ord_3.t3");
    EXPECT_EQ(order_token(request, "ord_6"), "t6");
    EXPECT_EQ(order_token(request, "ord_1"), "");
    EXPECT_EQ(order_token(request, "ord"), "");
}

}  // namespace vitrine::storefront
