// Goods in exchange: kept from approval on, ordered by the door of every order, paid by what came back; the books stay in balance whatever the two cost.
#include <gtest/gtest.h>

#include "modules/returns/api.h"
#include "tests/shop/return_desk.h"

namespace vitrine::returns {
namespace {

using test::ReturnDesk;
using test::Shop;

orders::OrderView replacement_of(ReturnDesk& desk, const ReturnView& back) { return *desk.shop.run(orders::view(desk.shop.app, desk.staff(), *back.replacement, {})); }

TEST(an_exchange, for_something_dearer_leaves_the_difference_to_be_paid) {
    ReturnDesk desk;
    auto order = desk.delivered({{desk.pen, 2}});
    auto before = desk.shop.available(desk.ink);
    auto back = desk.approved(order, {{1, 1, desk.ink}});
    EXPECT_EQ(desk.shop.available(desk.ink), before - 1) << "kept from now on";
    desk.expect_sound();
    ASSERT_TRUE(desk.receive(back.id));
    ASSERT_TRUE(desk.inspect(back.id, {{1, 1, 0, 0}}));
    auto settled = desk.settle(back.id);
    ASSERT_TRUE(settled) << settled.error().code << " " << settled.error().detail;
    EXPECT_EQ(settled->state, State::exchanged);
    EXPECT_EQ(settled->credit, Shop::rupees(250));
    auto other = replacement_of(desk, *settled);
    EXPECT_EQ(other.total, Shop::rupees(333 + 200)) << "with its delivery";
    EXPECT_EQ(other.payable, Shop::rupees(83)) << "which the shop pays";
    EXPECT_EQ(other.state, orders::State::pending_payment);
    EXPECT_EQ(desk.shop.available(desk.ink), before - 1) << "now the order holds it, and the return does not";
    EXPECT_EQ(desk.settle(back.id)->replacement, settled->replacement);
    EXPECT_EQ(desk.shop.count("select count(*) from orders.orders"), 2);
    desk.expect_sound();
    desk.till.stripe.pay(desk.till.intent_of(other.payment));
    desk.till.verify(other.payment);
    desk.shop.run_due_jobs();
    EXPECT_EQ(replacement_of(desk, *settled).state, orders::State::paid);
    EXPECT_EQ(desk.till.account("store_credit"), 0);
    EXPECT_EQ(desk.till.account("goodwill"), Shop::rupees(200).minor);
    desk.expect_sound();
}

TEST(an_exchange, for_something_cheaper_gives_the_rest_back) {
    ReturnDesk desk;
    auto order = desk.delivered({{desk.ink, 3}});
    auto back = desk.received(order, {{1, 3, desk.pen}});
    ASSERT_TRUE(desk.inspect(back.id, {{1, 2, 1, 0}}));
    auto settled = desk.settle(back.id);
    ASSERT_TRUE(settled) << settled.error().code << " " << settled.error().detail;
    EXPECT_EQ(settled->amount, Shop::rupees(999));
    EXPECT_EQ(settled->credit, Shop::rupees(750));
    EXPECT_EQ(desk.till.stripe.money_held(), (order.total - Shop::rupees(249)).minor);
    desk.shop.run_due_jobs();
    EXPECT_EQ(replacement_of(desk, *settled).state, orders::State::paid) << "nothing is left to pay";
    EXPECT_EQ(desk.till.account("store_credit"), 0);
    desk.expect_sound();
}

TEST(an_exchange, is_for_what_was_accepted_only) {
    ReturnDesk desk;
    auto order = desk.delivered({{desk.pen, 3}});
    auto back = desk.received(order, {{1, 3, desk.pen}});
    ASSERT_TRUE(desk.inspect(back.id, {{1, 1, 0, 2}}));
    auto settled = desk.settle(back.id);
    ASSERT_TRUE(settled) << settled.error().code;
    EXPECT_EQ(replacement_of(desk, *settled).lines.at(0).quantity, 1);
    desk.expect_sound();
}

TEST(an_exchange, of_what_is_not_there_is_refused_when_it_is_approved) {
    ReturnDesk desk;
    auto rare = desk.shop.article("RARE-1", Shop::rupees(100), 1);
    auto order = desk.delivered({{desk.pen, 2}});
    auto back = desk.asked(order, {{1, 1, rare}});
    desk.delivered({{rare, 1}});
    EXPECT_EQ(desk.approve(back.id).error().code, "stock.short");
    EXPECT_EQ(desk.view(order, back.id).state, State::asked);
    desk.expect_sound();
}

TEST(an_exchange, gets_the_last_piece_that_was_kept_for_it) {
    ReturnDesk desk;
    auto rare = desk.shop.article("RARE-1", Shop::rupees(100), 1);
    auto order = desk.delivered({{desk.pen, 1}});
    auto back = desk.received(order, {{1, 1, rare}});
    EXPECT_EQ(desk.shop.place(desk.shop.cart_ready_to_place({{rare, 1}})).refusal(), "stock.short");
    ASSERT_TRUE(desk.inspect(back.id, {{1, 1, 0, 0}}));
    auto settled = desk.settle(back.id);
    ASSERT_TRUE(settled) << settled.error().code << " " << settled.error().detail;
    EXPECT_EQ(replacement_of(desk, *settled).lines.at(0).variant, rare);
    desk.expect_sound();
}

TEST(an_exchange, that_cannot_be_made_any_more_becomes_credit_or_money) {
    ReturnDesk desk;
    auto rare = desk.shop.article("RARE-1", Shop::rupees(100), 1);
    auto order = desk.delivered({{desk.pen, 1}});
    auto back = desk.received(order, {{1, 1, rare}});
    ASSERT_TRUE(desk.inspect(back.id, {{1, 1, 0, 0}}));
    desk.shop.snapshots->catalog->variants.erase(rare);
    auto refused = desk.settle(back.id);
    ASSERT_FALSE(refused);
    EXPECT_EQ(desk.view(order, back.id).attention, "not_settled");
    auto settled = desk.settle(back.id, Wish::refund);
    ASSERT_TRUE(settled) << settled.error().code;
    EXPECT_EQ(settled->state, State::refunded);
    EXPECT_EQ(desk.shop.available(rare), 1) << "nobody keeps it any more";
    desk.shop.run_due_jobs();
    desk.expect_sound();
}

TEST(an_exchange, that_is_called_off_frees_what_was_kept) {
    ReturnDesk desk;
    auto order = desk.delivered({{desk.pen, 1}});
    auto before = desk.shop.available(desk.ink);
    auto back = desk.approved(order, {{1, 1, desk.ink}});
    ASSERT_TRUE(desk.shop.run(call_off(desk.shop.app, desk.shop.ctx, order.id, desk.token(order), back.id)));
    EXPECT_EQ(desk.shop.available(desk.ink), before);
    desk.expect_sound();
}

TEST(an_exchange, is_kept_no_longer_than_was_agreed) {
    ReturnDesk desk;
    auto order = desk.delivered({{desk.pen, 1}});
    auto before = desk.shop.available(desk.ink);
    auto back = desk.approved(order, {{1, 1, desk.ink}});
    desk.shop.run_due_jobs(clock_now() + std::chrono::days(15));
    EXPECT_EQ(desk.shop.available(desk.ink), before);
    EXPECT_EQ(desk.view(order, back.id).attention, "exchange_not_kept");
    desk.expect_sound();
}

}  // namespace
}  // namespace vitrine::returns
