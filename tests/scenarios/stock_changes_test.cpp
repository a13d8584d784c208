// What an order has of the stock changes before it is sent: lines are cancelled, staff edits it. Bundles, promises, warehouses and the door included; verify agrees each time.
#include "modules/orders/edit.h"
#include "modules/orders/refund.h"
#include "tests/scenarios/stock_scene.h"

namespace vitrine {
namespace {

using test::Shop;

struct stock_changes : test::StockScene {
    int keys = 0;

    Ctx staff() {
        auto ctx = shop.ctx;
        ctx.now = clock_now();
        ctx.role = Role::staff;
        return ctx;
    }
    orders::OrderView placed(std::vector<std::pair<catalog::VariantId, std::int64_t>> lines) {
        auto attempt = shop.place(shop.cart_ready_to_place(lines));
        if (!attempt.result) throw std::runtime_error(attempt.refusal());
        return attempt.order();
    }
    std::string cancel(const orders::OrderView& order, std::vector<orders::RefundLine> lines) {
        orders::NewOrderRefund in{.lines = std::move(lines), .to = orders::RefundTo::store_credit, .reason = *Text<1, 500>::parse("changed her mind"), .cancel = true};
        auto given = shop.run(orders::give_back(shop.app, staff(), order.id, "key " + std::to_string(++keys), in));
        shop.run_due_jobs();
        return given ? "" : given.error().code;
    }
    Result<orders::DraftPlaced> edit(const orders::OrderView& order, std::vector<orders::EditedLine> lines) {
        auto preview = shop.run(orders::preview_edit(shop.app, staff(), order.id, {lines, {}}));
        if (!preview) return refuse(std::move(preview.error()));
        auto edited = shop.run(orders::edit_order(shop.app, staff(), order.id, {std::move(lines), {}, preview->total, *Text<1, 500>::parse("on the phone")}));
        shop.run_due_jobs();
        return edited;
    }
};

TEST_F(stock_changes, cancelled_bundles_give_their_parts_back) {
    auto pen = shop.article("PEN", Shop::rupees(100), 5), ink = shop.article("INK", Shop::rupees(100), 10), set = shop.article("SET", Shop::rupees(250), 0);
    catalog->bundles[set] = {{set, pen, 2}, {set, ink, 1}};
    catalog->variants[set].available = 2;
    auto order = placed({{set, 2}, {pen, 1}});
    pay(order);
    EXPECT_EQ(number("on_hand", pen), 0);
    ASSERT_EQ(cancel(order, {{{1}, {1}}}), "");
    EXPECT_EQ(number("on_hand", pen), 2);
    EXPECT_EQ(number("on_hand", ink), 9);
    EXPECT_EQ(cancel(order, {{{1}, {2}}}), "orders.refund_too_large");
    EXPECT_EQ(number("on_hand", pen), 2);
}

TEST_F(stock_changes, cancelled_goods_are_waited_for_no_more_before_any_leave_the_packer) {
    auto pen = shop.article("PEN", Shop::rupees(100), 1);
    promise(pen, 5);
    auto order = placed({{pen, 3}});
    pay(order);
    EXPECT_EQ(waiting(order), 2);
    ASSERT_EQ(cancel(order, {{{1}, {2}}}), "");
    EXPECT_EQ(waiting(order), 0);
    EXPECT_EQ(number("promised", pen), 0);
    EXPECT_EQ(sent_from(order).at(0).quantity, 1) << "what is there is sent";
    ASSERT_EQ(cancel(order, {{{1}, {1}}}), "");
    EXPECT_EQ(number("on_hand", pen), 1);
    EXPECT_TRUE(sent_from(order).empty());
}

TEST_F(stock_changes, cancelled_goods_stay_on_the_shelf_they_were_to_leave_and_come_back_once) {
    auto pen = shop.article("PEN", Shop::rupees(100), 4);
    second_warehouse();
    auto order = placed({{pen, 3}});
    pay(order);
    EXPECT_EQ(on_shelf("lahore"), 0);
    EXPECT_EQ(on_shelf("main"), 1);
    ASSERT_EQ(cancel(order, {{{1}, {2}}}), "");
    EXPECT_EQ(on_shelf("lahore"), 1) << "the warehouse that is asked last packs less";
    EXPECT_EQ(on_shelf("main"), 2);
    ASSERT_EQ(sent_from(order).size(), 1u);
    EXPECT_EQ(sent_from(order)[0].quantity, 1);
    EXPECT_EQ(shop.count("select sum(change)::bigint from stock.movements where reason = 'kept'"), 2);
    auto body = [&](pg::Tx& tx) -> Task<Result<std::vector<catalog::VariantId>>> { co_return co_await stock::take_back(tx, order.id.text(), {{pen, 9}}, "return"); };
    shop.run(shop.floor.db.transaction(shop.ctx, body));
    EXPECT_EQ(number("on_hand", pen), 4) << "one was still to come back; what was kept did not leave";
}

TEST_F(stock_changes, cancelled_goods_go_to_who_waits) {
    auto pen = shop.article("PEN", Shop::rupees(100), 2);
    promise(pen, 5);
    auto first = placed({{pen, 2}}), second = placed({{pen, 1}});
    pay(first);
    pay(second);
    EXPECT_EQ(waiting(second), 1);
    ASSERT_EQ(cancel(first, {{{1}, {1}}}), "");
    EXPECT_EQ(waiting(second), 0);
    EXPECT_EQ(number("on_hand", pen), 0) << "sold to the second at once";
    EXPECT_EQ(sent_from(second).at(0).quantity, 1);
}

TEST_F(stock_changes, edited_orders_hold_the_parts_of_their_bundles) {
    auto pen = shop.article("PEN", Shop::rupees(100), 5), ink = shop.article("INK", Shop::rupees(100), 10), set = shop.article("SET", Shop::rupees(250), 0);
    catalog->bundles[set] = {{set, pen, 2}, {set, ink, 1}};
    catalog->variants[set].available = 2;
    auto order = placed({{set, 1}});
    auto more = edit(order, {{set, {2}}, {pen, {1}}});
    ASSERT_TRUE(more) << more.error().code;
    EXPECT_EQ(number("reserved", pen), 5);
    EXPECT_EQ(number("reserved", ink), 2);
    auto refused = edit(order, {{set, {2}}, {pen, {2}}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "stock.short");
    EXPECT_EQ(number("reserved", pen), 5) << "a refusal leaves all as it was";
    ASSERT_TRUE(edit(order, {{pen, {1}}}));
    EXPECT_EQ(shop.count("select count(*) from orders.line_parts"), 0);
    EXPECT_EQ(number("reserved", pen), 1);
    EXPECT_EQ(number("reserved", ink), 0);
    pay(*shop.run(orders::view(shop.app, staff(), order.id, {})));
    EXPECT_EQ(number("on_hand", pen), 4);
}

TEST_F(stock_changes, edited_orders_wait_for_what_is_to_come_and_for_no_more) {
    auto pen = shop.article("PEN", Shop::rupees(100), 2);
    promise(pen, 3);
    auto order = placed({{pen, 1}});
    ASSERT_TRUE(edit(order, {{pen, {4}}}));
    EXPECT_EQ(number("reserved", pen), 2);
    EXPECT_EQ(number("promised", pen), 2);
    EXPECT_EQ(edit(order, {{pen, {6}}}).error().code, "stock.short") << "three may be promised";
    ASSERT_TRUE(edit(order, {{pen, {1}}}));
    EXPECT_EQ(number("reserved", pen), 1);
    EXPECT_EQ(number("promised", pen), 0);
}

TEST_F(stock_changes, edited_orders_may_wait_a_second_time) {
    auto pen = shop.article("PEN", Shop::rupees(100), 0);
    promise(pen, 5);
    auto order = placed({{pen, 2}});
    arrive(pen, 2);
    EXPECT_EQ(number("reserved", pen), 2);
    ASSERT_TRUE(edit(order, {{pen, {4}}}));
    EXPECT_EQ(number("promised", pen), 2);
    arrive(pen, 4);
    EXPECT_EQ(number("promised", pen), 0);
    EXPECT_EQ(number("reserved", pen), 4);
    pay(*shop.run(orders::view(shop.app, staff(), order.id, {})));
    EXPECT_EQ(number("on_hand", pen), 0);
}

TEST_F(stock_changes, of_an_edit_serve_who_waits) {
    auto pen = shop.article("PEN", Shop::rupees(100), 2);
    promise(pen, 5);
    auto first = placed({{pen, 2}}), second = placed({{pen, 1}});
    EXPECT_EQ(waiting(second), 1);
    ASSERT_TRUE(edit(first, {{pen, {1}}}));
    EXPECT_EQ(waiting(second), 0);
    EXPECT_EQ(number("reserved", pen), 2);
}

TEST_F(stock_changes, tell_staff_when_an_edit_leaves_little) {
    auto pen = shop.article("PEN", Shop::rupees(100), 8);
    auto order = placed({{pen, 2}});
    auto told = [&] { return shop.count("select count(*) from jobs.events where name = 'stock.low'"); };
    ASSERT_TRUE(edit(order, {{pen, {4}}}));
    EXPECT_EQ(told(), 1) << "four are left, and the store wants to know at five";
    ASSERT_TRUE(edit(order, {{pen, {5}}}));
    EXPECT_EQ(told(), 1);
}

// The door is no book: an edit takes what levels give, and the door learns of it when it looks again.
TEST_F(stock_changes, of_an_article_with_a_door_leave_no_more_tokens_than_there_are) {
    auto lamp = shop.article("LAMP", Shop::rupees(100), 2);
    shop.database.run("insert into stock.lanes (store_id, variant, opens_at) select store_id, variant, now() - interval '1 minute' from stock.levels;"
                      "insert into stores.rule_versions (store_id, part) select store_id, 'stock' from stores.stores");
    follow();
    auto order = placed({{lamp, 1}});
    ASSERT_TRUE(edit(order, {{lamp, {2}}}));
    EXPECT_EQ(number("reserved", lamp), 2);
    auto refused = shop.place(shop.cart_ready_to_place({{lamp, 1}})).refusal();
    EXPECT_TRUE(refused == "stock.queued" || refused == "stock.short") << refused;
    EXPECT_EQ(number("reserved", lamp), 2);
}

}  // namespace
}  // namespace vitrine
