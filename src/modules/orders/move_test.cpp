#include "modules/orders/cancel.h"

#include <gtest/gtest.h>

#include "tests/shop/shop.h"

namespace vitrine::orders {
namespace {

using test::Shop;

TEST(move_order, refuses_verbs_that_belong_to_the_payment_and_moves_out_of_turn) {
    Shop shop;
    auto placed = shop.place(shop.cart_ready_to_place({{shop.article("PEN-1", Shop::rupees(250), 3), 1}}));
    auto id = placed.order().id;
    EXPECT_EQ(shop.run(move(shop.app, shop.ctx, id, "pay", "")).error().code, "orders.illegal_move");
    EXPECT_EQ(shop.run(move(shop.app, shop.ctx, id, "ship", "")).error().code, "orders.illegal_move");
    EXPECT_EQ(shop.run(move(shop.app, shop.ctx, OrderId::next(clock_now()), "ship", "")).error().code, "orders.not_found");

    ASSERT_TRUE(shop.run(payments::mark_paid(shop.app, shop.ctx, placed.order().payment, placed.order().total, "note")));
    shop.run_due_jobs();
    for (auto verb : {"process", "pack", "ship", "deliver", "complete"}) ASSERT_TRUE(shop.run(move(shop.app, shop.ctx, id, verb, ""))) << verb;
    EXPECT_EQ(shop.run(timeline(shop.app, shop.ctx, id)).size(), 7u);
    EXPECT_EQ(shop.count("select count(*) from jobs.events where name = 'orders.state_changed'"), 6);
}

}  // namespace
}  // namespace vitrine::orders
