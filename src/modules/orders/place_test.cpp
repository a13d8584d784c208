#include <gtest/gtest.h>

#include "modules/stock/api.h"
#include "tests/shop/shop.h"

namespace vitrine::orders {
namespace {

using test::Shop;

constexpr auto order_rows = "select count(*) from orders.orders";

TEST(place_order, turns_a_cart_into_an_order_with_its_payment_books_news_and_hold) {
    Shop shop;
    auto pen = shop.article("PEN-1", Shop::rupees(250), 10), ink = shop.article("INK-1", Shop::rupees(900), 5);
    auto placed = shop.place(shop.cart_ready_to_place({{pen, 2}, {ink, 1}}));
    ASSERT_TRUE(placed.result) << placed.refusal();
    const auto& order = placed.order();
    EXPECT_EQ(order.subtotal, Shop::rupees(1'400));
    EXPECT_EQ(order.shipping, Shop::rupees(200));
    EXPECT_EQ(order.total, Shop::rupees(1'600));
    EXPECT_EQ(order.lines.size(), 2u);
    EXPECT_EQ(placed.result->answer.next.kind, "instructions");
    EXPECT_EQ(shop.available(pen), 8);
    EXPECT_EQ(shop.count("select sum(minor)::bigint from ledger.lines where account = 'receivable'"), 160'000);
    EXPECT_EQ(shop.count("select coalesce(sum(minor), 0)::bigint from ledger.lines"), 0);
    EXPECT_EQ(shop.count("select count(*) from jobs.events where name = 'orders.placed' and aggregate = '" + order.id.text() + "'"), 1);
    EXPECT_EQ(shop.count("select count(*) from payments.payments where order_ref = '" + order.id.text() + "'"), 1);
}

TEST(place_order, gives_the_first_answer_again_for_the_same_key) {
    Shop shop;
    auto cart = shop.cart_ready_to_place({{shop.article("PEN-1", Shop::rupees(250), 10), 1}});
    auto first = shop.place(cart, "key"), second = shop.place(cart, "key");
    ASSERT_TRUE(first.result && second.result);
    EXPECT_EQ(first.body(), second.body());
    EXPECT_FALSE(first.result->replayed);
    EXPECT_TRUE(second.result->replayed);
    EXPECT_EQ(shop.count(order_rows), 1);
}

TEST(place_order, refuses_a_key_used_for_another_request) {
    Shop shop;
    auto pen = shop.article("PEN-1", Shop::rupees(250), 10);
    ASSERT_TRUE(shop.place(shop.cart_ready_to_place({{pen, 1}}), "key").result);
    EXPECT_EQ(shop.place(shop.cart_ready_to_place({{pen, 1}}), "key").refusal(), "idempotency.key_reused");
}

// Trap 41: a second tab with the same cart finds it closed.
TEST(place_order, makes_at_most_one_order_of_a_cart) {
    Shop shop;
    auto cart = shop.cart_ready_to_place({{shop.article("PEN-1", Shop::rupees(250), 10), 1}});
    ASSERT_TRUE(shop.place(cart, "tab 1").result);
    EXPECT_EQ(shop.place(cart, "tab 2").refusal(), "carts.closed");
}

TEST(place_order, refuses_when_a_price_changed) {
    Shop shop;
    auto pen = shop.article("PEN-1", Shop::rupees(250), 10);
    auto cart = shop.cart_ready_to_place({{pen, 1}});
    shop.set_price(pen, Shop::rupees(260));
    EXPECT_EQ(shop.place(cart).refusal(), "orders.price_changed");
    EXPECT_EQ(shop.available(pen), 10);
}

// Trap 44: what is added while paying is not smuggled into the order.
TEST(place_order, refuses_when_the_cart_changed_meanwhile) {
    Shop shop;
    auto pen = shop.article("PEN-1", Shop::rupees(250), 10);
    auto cart = shop.cart_ready_to_place({{pen, 1}});
    shop.run(carts::add_line(shop.app, shop.ctx, cart.id, cart.access, {pen, {1}, {}}));
    EXPECT_EQ(shop.place(cart).refusal(), "orders.price_changed");
    auto stale = shop.run(place(shop.app, shop.ctx, cart.access, "k", {cart.id, cart.version, "bank_transfer", cart.total, {}}));
    EXPECT_EQ(stale.error().code, "orders.cart_changed");
}

TEST(place_order, names_the_line_that_is_short_and_keeps_nothing) {
    Shop shop;
    auto pen = shop.article("PEN-1", Shop::rupees(250), 10), ink = shop.article("INK-1", Shop::rupees(900), 1);
    auto placed = shop.place(shop.cart_ready_to_place({{pen, 1}, {ink, 2}}));
    ASSERT_EQ(placed.refusal(), "stock.short");
    ASSERT_EQ(placed.result.error().errors.size(), 1u);
    EXPECT_EQ(placed.result.error().errors[0].pointer, "/lines/1/quantity");
    EXPECT_EQ(shop.available(pen), 10);
    EXPECT_EQ(shop.count(order_rows), 0);
    EXPECT_EQ(shop.count("select count(*) from orders.idempotency"), 0);
}

TEST(place_order, needs_a_cart_with_goods_an_address_and_an_offered_way_to_pay) {
    Shop shop;
    auto pen = shop.article("PEN-1", Shop::rupees(250), 10);
    EXPECT_EQ(shop.place(shop.cart_ready_to_place({})).refusal(), "orders.cart_empty");
    EXPECT_EQ(shop.place(shop.cart_ready_to_place({{pen, 1}}), "", "gold").refusal(), "payments.method_unavailable");

    auto bare = shop.run(carts::create(shop.app, shop.ctx, carts::AddLine{pen, {1}, {}}));
    Shop::Cart cart{bare->id, {*bare->token}, Shop::rupees(450), 2};
    EXPECT_EQ(shop.place(cart).refusal(), "orders.address_missing");
    cart.access.token = "somebody else's";
    EXPECT_EQ(shop.place(cart).refusal(), "carts.not_found");
}

// Trap 31: a clock jump past the window gives the goods back.
TEST(place_order, is_cancelled_and_releases_its_goods_when_it_is_not_paid_in_time) {
    Shop shop;
    auto pen = shop.article("PEN-1", Shop::rupees(250), 3);
    auto placed = shop.place(shop.cart_ready_to_place({{pen, 3}}));
    ASSERT_TRUE(placed.result);
    shop.run_due_jobs(clock_now() + std::chrono::hours(71));
    EXPECT_EQ(shop.available(pen), 0);
    shop.run_due_jobs(clock_now() + std::chrono::hours(73));
    EXPECT_EQ(shop.available(pen), 3);
    EXPECT_EQ(shop.count("select count(*) from orders.orders where state = 'cancelled'"), 1);
    EXPECT_EQ(shop.count("select coalesce(sum(minor), 0)::bigint from ledger.lines where account = 'receivable'"), 0);
}

TEST(place_order, becomes_paid_and_sells_its_goods_when_the_money_arrives) {
    Shop shop;
    auto pen = shop.article("PEN-1", Shop::rupees(250), 3);
    auto placed = shop.place(shop.cart_ready_to_place({{pen, 1}}));
    ASSERT_TRUE(placed.result);
    auto paid = shop.run(payments::mark_paid(shop.app, shop.ctx, placed.order().payment, placed.order().total, "statement line 7"));
    ASSERT_TRUE(paid) << paid.error().code;
    shop.run_due_jobs();
    auto order = shop.run(view(shop.app, shop.ctx, placed.order().id, *placed.order().token));
    EXPECT_EQ(order->state, State::paid);
    EXPECT_EQ(shop.count("select on_hand from stock.levels"), 2);
    EXPECT_EQ(shop.count("select reserved from stock.levels"), 0);
    EXPECT_EQ(shop.count("select coalesce(sum(minor), 0)::bigint from ledger.lines where account = 'receivable'"), 0);
}

TEST(view_order, shows_an_order_to_the_holder_of_its_token_only) {
    Shop shop;
    auto placed = shop.place(shop.cart_ready_to_place({{shop.article("PEN-1", Shop::rupees(250), 3), 1}}));
    auto guest = shop.ctx;
    guest.role = Role::guest;
    EXPECT_TRUE(shop.run(view(shop.app, guest, placed.order().id, *placed.order().token)));
    EXPECT_EQ(shop.run(view(shop.app, guest, placed.order().id, "guess")).error().code, "orders.not_found");
}

}  // namespace
}  // namespace vitrine::orders
