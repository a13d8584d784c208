// Part of an order is cancelled before it is sent: the money goes back by the line's true share, the goods can be sold again, and verify agrees.
#include <gtest/gtest.h>

#include "app/verify/verify.h"
#include "modules/orders/cancel.h"
#include "modules/orders/refund.h"
#include "tests/shop/till.h"

namespace vitrine::orders {
namespace {

using test::Shop;
using test::Till;

struct Counter {
    Till till;
    Shop& shop = till.shop;
    catalog::VariantId pen = shop.article("PEN-1", Shop::rupees(250), 10), ink = shop.article("INK-1", Shop::rupees(400), 10);
    int keys = 0;

    OrderView paid() {
        auto attempt = shop.place(shop.cart_ready_to_place({{pen, 4}, {ink, 1}}), "", "stripe");
        if (!attempt.result) throw std::runtime_error(attempt.refusal());
        auto order = attempt.order();
        till.stripe.pay(till.intent_of(order.payment));
        till.verify(order.payment);
        shop.run_due_jobs();
        return order;
    }
    static NewOrderRefund lines(std::vector<RefundLine> what) { return {.lines = std::move(what), .reason = *Text<1, 500>::parse("out of fashion"), .cancel = true}; }
    Result<GivenBack> cancel(OrderId order, NewOrderRefund in, std::string key = "") {
        auto ctx = shop.ctx;
        ctx.now = clock_now();
        ctx.role = Role::staff;
        return shop.run(give_back(shop.app, ctx, order, key.empty() ? "key " + std::to_string(++keys) : key, std::move(in)));
    }
    void expect_sound() {
        shop.run_due_jobs();
        auto report = shop.run(verify::verify(shop.floor.db, {shop.directory->by_id(shop.ctx.store)}, clock_now()));
        EXPECT_TRUE(report.is_clean()) << verify::table_of(report);
    }
};

TEST(cancel_lines, gives_money_and_goods_back_once) {
    Counter counter;
    auto order = counter.paid();
    EXPECT_EQ(counter.shop.available(counter.pen), 6);
    auto cancelled = counter.cancel(order.id, Counter::lines({{{1}, {3}}}), "one");
    ASSERT_TRUE(cancelled) << cancelled.error().code;
    EXPECT_EQ(cancelled->refund.amount, Shop::rupees(750));
    EXPECT_EQ(counter.shop.available(counter.pen), 9);
    EXPECT_TRUE(counter.cancel(order.id, Counter::lines({{{1}, {3}}}), "one")->replayed);
    EXPECT_EQ(counter.shop.available(counter.pen), 9) << "a repeat takes nothing back";
    EXPECT_EQ(counter.till.stripe.money_held(), (order.total - Shop::rupees(750)).minor);
    EXPECT_EQ(counter.cancel(order.id, Counter::lines({{{1}, {2}}})).error().code, "orders.refund_too_large");
    counter.expect_sound();
}

TEST(cancel_lines, of_all_ends_the_order_with_every_article_on_the_shelf) {
    Counter counter;
    auto order = counter.paid();
    auto all = Counter::lines({});
    all.lines.reset();
    ASSERT_TRUE(counter.cancel(order.id, all));
    counter.shop.run_due_jobs();
    EXPECT_EQ(counter.shop.available(counter.pen), 10);
    EXPECT_EQ(counter.shop.available(counter.ink), 10);
    EXPECT_EQ(counter.shop.count("select count(*) from orders.orders where state = 'refunded'"), 1);
    EXPECT_EQ(counter.till.stripe.money_held(), 0);
    counter.expect_sound();
}

// Requirement P12's neighbour: what has left the house comes back as a return, not by a word.
TEST(cancel_lines, refuses_goods_that_were_sent_and_then_takes_nothing) {
    Counter counter;
    auto order = counter.paid();
    for (auto verb : {"process", "pack", "ship"}) ASSERT_TRUE(counter.shop.run(move(counter.shop.app, counter.shop.ctx, order.id, verb, ""))) << verb;
    EXPECT_EQ(counter.cancel(order.id, Counter::lines({{{1}, {1}}})).error().code, "orders.already_sent");
    EXPECT_EQ(counter.shop.available(counter.pen), 6);
    EXPECT_EQ(counter.till.stripe.money_held(), order.total.minor);
    counter.expect_sound();
}

TEST(cancel_lines, of_an_order_that_staff_holds_and_then_lets_go_on) {
    Counter counter;
    auto order = counter.paid();
    ASSERT_TRUE(counter.shop.run(move(counter.shop.app, counter.shop.ctx, order.id, "hold", "the buyer calls back")));
    ASSERT_TRUE(counter.cancel(order.id, Counter::lines({{{1}, {1}}})));
    ASSERT_TRUE(counter.shop.run(move(counter.shop.app, counter.shop.ctx, order.id, "resume", "")));
    EXPECT_EQ(counter.shop.count("select count(*) from orders.orders where state = 'paid'"), 1);
    EXPECT_EQ(counter.shop.available(counter.pen), 7);
    counter.expect_sound();
}

TEST(cancel_lines, twice_at_once_takes_what_is_there_once) {
    Counter counter;
    auto order = counter.paid();
    auto ctx = counter.shop.ctx;
    ctx.now = clock_now();
    ctx.role = Role::staff;
    std::vector<Task<Result<GivenBack>>> tasks;
    for (int i = 0; i < 4; ++i) tasks.push_back(give_back(counter.shop.app, ctx, order.id, "at once " + std::to_string(i), Counter::lines({{{1}, {2}}})));
    int done = 0;
    for (const auto& one : counter.shop.run(test::all_of(std::move(tasks)))) done += one.has_value();
    EXPECT_EQ(done, 2);
    EXPECT_EQ(counter.shop.available(counter.pen), 10);
    counter.expect_sound();
}

}  // namespace
}  // namespace vitrine::orders
