// Keys of what the shop does by itself are nobody else's: who took one first would be answered in its place.
#include <gtest/gtest.h>

#include "io/http/server.h"
#include "modules/orders/keys/api.h"
#include "modules/orders/routes.h"
#include "tests/shop/shop.h"

namespace vitrine::orders {
namespace {

using test::Shop;

http::Response post_order(Shop& shop, const Shop::Cart& cart, const std::string& key) {
    http::Routes<App> collected;
    routes(collected);
    http::Router router(collected.take());
    http::Request request;
    request.method = http::Method::post;
    request.target = request.path = "/api/v1/orders";
    request.headers = {{"host", "test.localhost"}, {"content-type", "application/json"}, {"idempotency-key", key}, {"x-cart-token", cart.access.token}};
    request.body = to_json(PlaceOrder{.cart = cart.id, .version = {}, .payment_method = "bank_transfer", .expected_total = cart.total, .email = {}});
    auto match = router.find(request);
    auto ctx = shop.ctx;
    ctx.now = clock_now();
    ctx.role = Role::guest;  // as the gate lets shoppers in
    return shop.run(match.route->run(&shop.app, ctx, request));
}

TEST(keys_from_outside, may_not_be_those_that_the_shop_gives_itself) {
    Shop shop;
    auto cart = shop.cart_ready_to_place({{shop.article("PEN-1", Shop::rupees(250), 10), 1}});
    for (const auto* key : {"exchange:ret_0192a3b4c5d67e8f9a0b1c2d3e4f5a6b", "draft:x", "edit:x", "return:x"}) {
        EXPECT_FALSE(check_key_from_outside(key)) << key;
        EXPECT_NE(post_order(shop, cart, key).status, 201) << key;
    }
    EXPECT_EQ(shop.count("select count(*) from orders.orders"), 0);
    EXPECT_TRUE(check_key_from_outside("exchange"));
    EXPECT_EQ(post_order(shop, cart, "my exchange:1").status, 201);
    EXPECT_EQ(shop.count("select count(*) from orders.orders"), 1);
}

}  // namespace
}  // namespace vitrine::orders
