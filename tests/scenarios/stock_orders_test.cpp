// Stock and orders together: bundles, promises, warehouses, low stock, holds, and the door before the database.
#include "modules/orders/refund.h"
#include "tests/scenarios/stock_scene.h"

namespace vitrine {
namespace {

using test::Shop;
struct stock_orders : test::StockScene {};

// Trap 25: a bundle and its part in one cart share one shelf.
TEST_F(stock_orders, sells_bundles_out_of_their_parts) {
    auto pen = shop.article("PEN", Shop::rupees(100), 5), ink = shop.article("INK", Shop::rupees(100), 10), set = shop.article("SET", Shop::rupees(250), 0);
    catalog->bundles[set] = {{set, pen, 2}, {set, ink, 1}};
    catalog->variants[set].available = 2;
    auto refused = shop.place(shop.cart_ready_to_place({{set, 2}, {pen, 2}}));
    ASSERT_EQ(refused.refusal(), "stock.short") << "four pens in two sets, and two beside them";
    EXPECT_EQ(refused.result.error().errors.at(0).pointer, "/lines/1/quantity");
    auto placed = shop.place(shop.cart_ready_to_place({{set, 2}, {pen, 1}}));
    ASSERT_TRUE(placed.result) << placed.refusal();
    EXPECT_EQ(shop.available(pen), 0);
    EXPECT_EQ(shop.available(ink), 8);
    EXPECT_EQ(shop.count("select count(*) from orders.line_parts"), 2);
    pay(placed.order());
    EXPECT_EQ(number("on_hand", pen), 0);
    EXPECT_EQ(number("on_hand", ink), 8);
}

TEST_F(stock_orders, give_the_parts_of_a_bundle_back_when_it_is_not_paid) {
    auto pen = shop.article("PEN", Shop::rupees(100), 4), set = shop.article("SET", Shop::rupees(150), 0);
    catalog->bundles[set] = {{set, pen, 2}};
    ASSERT_TRUE(shop.place(shop.cart_ready_to_place({{set, 2}})).result);
    EXPECT_EQ(shop.available(pen), 0);
    shop.run_due_jobs(clock_now() + 80h);
    EXPECT_EQ(shop.available(pen), 4);
}

TEST_F(stock_orders, promise_what_is_to_come_up_to_the_limit_and_no_further) {
    auto pen = shop.article("PEN", Shop::rupees(100), 2);
    promise(pen, 3);
    ASSERT_TRUE(shop.place(shop.cart_ready_to_place({{pen, 4}})).result) << "two are there, two will come";
    EXPECT_EQ(number("reserved", pen), 2);
    EXPECT_EQ(number("promised", pen), 2);
    EXPECT_EQ(shop.available(pen), 1);
    EXPECT_EQ(shop.place(shop.cart_ready_to_place({{pen, 2}})).refusal(), "stock.short");
    ASSERT_TRUE(shop.place(shop.cart_ready_to_place({{pen, 1}})).result);
    EXPECT_EQ(shop.available(pen), 0);
}

TEST_F(stock_orders, fill_promises_first_come_first_served_and_sell_what_is_paid) {
    auto pen = shop.article("PEN", Shop::rupees(100), 1);
    promise(pen, 10);
    auto first = shop.place(shop.cart_ready_to_place({{pen, 3}})).order(), second = shop.place(shop.cart_ready_to_place({{pen, 2}})).order();
    pay(second);
    pay(first);
    EXPECT_EQ(number("on_hand", pen), 0);
    EXPECT_EQ(shop.run(shop.floor.db.read(shop.ctx, stock::waiting(first.id.text()))), 2);
    arrive(pen, 3);
    EXPECT_EQ(number("promised", pen), 2) << "the first needed two, the second waits for two and one is there";
    EXPECT_EQ(number("on_hand", pen), 1) << "what was paid is sold at once";
    EXPECT_EQ(shop.run(shop.floor.db.read(shop.ctx, stock::waiting(first.id.text()))), 0);
    arrive(pen, 2);
    EXPECT_EQ(number("promised", pen), 0);
    EXPECT_EQ(number("on_hand", pen), 0);
    EXPECT_EQ(shop.count("select count(*) from jobs.events where name = 'stock.arrived'"), 2);
}

TEST_F(stock_orders, give_goods_of_a_cancelled_order_to_who_waits) {
    auto pen = shop.article("PEN", Shop::rupees(100), 2);
    promise(pen, 5);
    ASSERT_TRUE(shop.place(shop.cart_ready_to_place({{pen, 2}})).result);
    auto waiting = shop.place(shop.cart_ready_to_place({{pen, 2}})).order();
    pay(waiting);
    EXPECT_EQ(number("promised", pen), 2);
    shop.run_due_jobs(clock_now() + 80h);  // the first is never paid
    EXPECT_EQ(number("promised", pen), 0);
    EXPECT_EQ(number("on_hand", pen), 0);
    EXPECT_EQ(shop.run(shop.floor.db.read(shop.ctx, stock::allocations(waiting.id.text()))).at(0).quantity, 2);
}

TEST_F(stock_orders, waive_the_promises_of_an_order_that_is_not_paid) {
    auto pen = shop.article("PEN", Shop::rupees(100), 0);
    promise(pen, 3);
    ASSERT_TRUE(shop.place(shop.cart_ready_to_place({{pen, 3}})).result);
    EXPECT_EQ(shop.available(pen), 0);
    shop.run_due_jobs(clock_now() + 80h);
    EXPECT_EQ(shop.available(pen), 3);
}

TEST_F(stock_orders, wait_for_nothing_more_when_all_their_money_went_back) {
    auto pen = shop.article("PEN", Shop::rupees(100), 1);
    promise(pen, 5);
    auto order = shop.place(shop.cart_ready_to_place({{pen, 3}})).order();
    pay(order);
    EXPECT_EQ(number("promised", pen), 2);
    auto staff = shop.ctx;
    staff.role = Role::staff;
    orders::NewOrderRefund all{.lines = {}, .shipping = {}, .fee = {}, .amount = {}, .to = orders::RefundTo::store_credit, .reason = *Text<1, 500>::parse("never came")};
    auto given = shop.run(orders::give_back(shop.app, staff, order.id, "refund", all));
    ASSERT_TRUE(given) << given.error().code;
    shop.run_due_jobs();
    EXPECT_EQ(shop.count("select count(*) from orders.orders where state = 'refunded'"), 1);
    EXPECT_EQ(number("promised", pen), 0);
    EXPECT_EQ(shop.count("select count(*) from stock.allocations where shipped < quantity"), 0) << "nobody packs it any more";
}

TEST_F(stock_orders, let_nobody_overtake_those_who_wait) {
    auto pen = shop.article("PEN", Shop::rupees(100), 0);
    promise(pen, 3);
    auto first = shop.place(shop.cart_ready_to_place({{pen, 2}})).order();
    arrive(pen, 1);
    EXPECT_EQ(shop.available(pen), 1) << "the one that came is for who waits for two; one more may be promised";
    ASSERT_TRUE(shop.place(shop.cart_ready_to_place({{pen, 1}})).result);
    EXPECT_EQ(number("reserved", pen), 0);
    EXPECT_EQ(number("promised", pen), 3);
    arrive(pen, 2);
    EXPECT_EQ(shop.count("select quantity from stock.reservations where state = 'active' and order_ref = '" + first.id.text() + "'"), 2);
    EXPECT_EQ(number("promised", pen), 1);
}

TEST_F(stock_orders, fill_who_comes_next_when_the_first_in_line_wants_nothing_more) {
    auto pen = shop.article("PEN", Shop::rupees(100), 0);
    promise(pen, 5);
    auto first = shop.place(shop.cart_ready_to_place({{pen, 3}})).order(), second = shop.place(shop.cart_ready_to_place({{pen, 1}})).order();
    pay(first);
    arrive(pen, 1);
    EXPECT_EQ(shop.run(shop.floor.db.read(shop.ctx, stock::waiting(second.id.text()))), 1);
    auto staff = shop.ctx;
    staff.role = Role::staff;
    orders::NewOrderRefund all{.lines = {}, .shipping = {}, .fee = {}, .amount = {}, .to = orders::RefundTo::store_credit, .reason = *Text<1, 500>::parse("never came")};
    ASSERT_TRUE(shop.run(orders::give_back(shop.app, staff, first.id, "refund", all)));
    shop.run_due_jobs();
    EXPECT_EQ(shop.run(shop.floor.db.read(shop.ctx, stock::waiting(second.id.text()))), 0);
    EXPECT_EQ(number("reserved", pen), 1);
    EXPECT_EQ(number("promised", pen), 0);
}

TEST_F(stock_orders, send_from_the_nearest_warehouse_where_the_store_says_so) {
    auto pen = shop.article("PEN", Shop::rupees(100), 4);
    second_warehouse();
    auto order = shop.place(shop.cart_ready_to_place({{pen, 2}})).order();
    pay(order);
    auto from = shop.run(shop.floor.db.read(shop.ctx, stock::allocations(order.id.text())));
    ASSERT_EQ(from.size(), 2u);
    EXPECT_EQ(from[1].warehouse_code, "lahore") << "the buyer lives in Pakistan, and so does this warehouse; the other says nothing";
    EXPECT_EQ(from[1].quantity, 1);
    EXPECT_EQ(from[0].quantity, 1);
    auto body = [&](pg::Tx& tx) -> Task<Result<std::vector<catalog::VariantId>>> { co_return co_await stock::take_back(tx, order.id.text(), {{pen, 9}}, "return"); };
    EXPECT_EQ(shop.run(shop.floor.db.transaction(shop.ctx, body))->size(), 1u);
    EXPECT_EQ(number("on_hand", pen), 4) << "no more comes back than was sold";
}

TEST_F(stock_orders, tell_staff_once_when_little_is_left) {
    auto pen = shop.article("PEN", Shop::rupees(100), 8);
    auto told = [&] { return shop.count("select count(*) from jobs.events where name = 'stock.low'"); };
    ASSERT_TRUE(shop.place(shop.cart_ready_to_place({{pen, 2}})).result);
    EXPECT_EQ(told(), 0);
    ASSERT_TRUE(shop.place(shop.cart_ready_to_place({{pen, 2}})).result);
    EXPECT_EQ(told(), 1) << "four are left, and the store wants to know at five";
    ASSERT_TRUE(shop.place(shop.cart_ready_to_place({{pen, 2}})).result);
    EXPECT_EQ(told(), 1) << "a sale is no crossing";
    shop.run_due_jobs(clock_now() + 80h);
    ASSERT_TRUE(shop.place(shop.cart_ready_to_place({{pen, 3}})).result);
    EXPECT_EQ(told(), 2) << "it had risen";
}

TEST_F(stock_orders, keep_back_what_the_store_keeps_back) {
    auto pen = shop.article("PEN", Shop::rupees(100), 5);
    shop.database.run("update stock.levels set safety = 2");
    EXPECT_EQ(shop.available(pen), 3);
    EXPECT_EQ(shop.place(shop.cart_ready_to_place({{pen, 4}})).refusal(), "stock.short");
    EXPECT_TRUE(shop.place(shop.cart_ready_to_place({{pen, 3}})).result);
}

// Trap 31: the store's limit for guests ends the hold; the goods are back.
TEST_F(stock_orders, hold_goods_for_guests_as_long_as_the_store_says) {
    auto pen = shop.article("PEN", Shop::rupees(100), 1);
    shop.database.run("insert into stock.settings (store_id, guest_hold_minutes, customer_hold_minutes) select store_id, 15, 45 from stores.stores;"
                      "insert into stores.rule_versions (store_id, part) select store_id, 'stock' from stores.stores");
    follow();
    for (auto [name, value] : {std::pair("stripe_secret_key", "sk_test_x"), {"stripe_publishable_key", "pk_test_x"}, {"stripe_webhook_secret", "whsec_x"}, {"stripe_api", "http://127.0.0.1:1"}})
        shop.config.gateway_settings[name] = value;  // nobody answers there: the hold does not wait for the gateway
    auto before = clock_now();
    ASSERT_EQ(shop.place(shop.cart_ready_to_place({{pen, 1}}), "k", "stripe").refusal(), "");
    auto minutes = shop.count("select (extract(epoch from max(expires_at) - now()) / 60)::bigint from stock.reservations");
    EXPECT_GE(minutes, 14);
    EXPECT_LE(minutes, 15);
    shop.run_due_jobs(before + 16min);
    EXPECT_EQ(shop.available(pen), 1);
}

// Trap 30: goods are held before anybody is charged; money that comes when they are gone again is surplus, written down, and takes nobody else's goods.
TEST_F(stock_orders, keep_money_that_came_too_late_from_taking_goods) {
    auto pen = shop.article("PEN", Shop::rupees(100), 1);
    auto late = shop.place(shop.cart_ready_to_place({{pen, 1}})).order();
    shop.run_due_jobs(clock_now() + 80h);
    auto next = shop.place(shop.cart_ready_to_place({{pen, 1}})).order();
    shop.database.run("update payments.payments set state = 'pending' where id = '" + uuid_text(late.payment.value) + "'");
    pay(late);
    EXPECT_EQ(shop.count("select count(*) from orders.orders where state = 'cancelled'"), 1);
    EXPECT_EQ(shop.count("select count(*) from jobs.events where name = 'payments.surplus'"), 1);
    EXPECT_EQ(shop.count("select count(*) from stock.reservations where state = 'active' and order_ref = '" + next.id.text() + "'"), 1);
    pay(next);
    EXPECT_EQ(number("on_hand", pen), 0);
}

struct stock_lane : stock_orders {
    catalog::VariantId lamp;
    stock_lane() {
        lamp = shop.article("LAMP", Shop::rupees(100), 2);
        shop.database.run("insert into stock.lanes (store_id, variant, opens_at) select store_id, variant, now() - interval '1 minute' from stock.levels;"
                          "insert into stores.rule_versions (store_id, part) select store_id, 'stock' from stores.stores");
        follow();
    }
};

TEST_F(stock_lane, tells_who_comes_too_late_without_asking_for_levels) {
    auto first = shop.place(shop.cart_ready_to_place({{lamp, 1}})), second = shop.place(shop.cart_ready_to_place({{lamp, 1}}));
    ASSERT_TRUE(first.result && second.result);
    auto third = shop.place(shop.cart_ready_to_place({{lamp, 1}}));
    ASSERT_EQ(third.refusal(), "stock.queued") << "neither has paid";
    EXPECT_EQ(third.result.error().detail, "You are number 1 in the queue");
    EXPECT_EQ(third.result.error().retry_after_s, 2);
    auto fourth = shop.place(shop.cart_ready_to_place({{lamp, 1}}));
    EXPECT_EQ(fourth.result.error().errors.at(0).detail, "2");
    EXPECT_EQ(shop.place(shop.cart_ready_to_place({{lamp, 1}})).refusal(), "stock.sold_out") << "two may come back, two wait for them";
}

TEST_F(stock_lane, answers_a_repeat_of_a_placed_order_though_all_is_sold) {
    auto cart = shop.cart_ready_to_place({{lamp, 2}});
    ASSERT_TRUE(shop.place(cart, "key").result);
    auto again = shop.place(cart, "key");
    ASSERT_TRUE(again.result) << again.refusal();
    EXPECT_TRUE(again.result->replayed);
}

TEST_F(stock_lane, lets_exactly_as_many_of_many_buyers_through_as_there_are) {
    std::vector<Task<Shop::Cart>> opening;
    for (int i = 0; i < 60; ++i) opening.push_back(shop.open_cart({{lamp, 1}}));
    std::vector<Task<Shop::Attempt>> placing;
    for (const auto& cart : shop.run(test::all_of(std::move(opening)))) placing.push_back(shop.try_to_place(cart, cart.id.text()));
    std::map<std::string, int> seen;
    for (const auto& attempt : shop.run(test::all_of(std::move(placing)))) ++seen[attempt.refusal()];
    EXPECT_EQ(seen[""], 2);
    EXPECT_EQ(seen["stock.queued"], 2);
    EXPECT_EQ(seen["stock.sold_out"], 56);
    EXPECT_EQ(seen["stock.short"], 0) << "nobody got to the database for nothing";
}

TEST_F(stock_lane, gives_the_token_of_a_refused_order_back) {
    auto cart = shop.cart_ready_to_place({{lamp, 2}});
    cart.total = Shop::rupees(1);
    EXPECT_EQ(shop.place(cart).refusal(), "orders.price_changed");
    EXPECT_TRUE(shop.place(shop.cart_ready_to_place({{lamp, 2}})).result);
}

}  // namespace
}  // namespace vitrine
