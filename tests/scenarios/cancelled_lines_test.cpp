// Lines are cancelled while their order is packed: what lies in a parcel stays, what does not is packed no more.
#include <gtest/gtest.h>

#include "app/verify/verify.h"
#include "modules/fulfilment/cancel.h"
#include "modules/fulfilment/desk.h"
#include "modules/fulfilment/plan.h"
#include "modules/orders/api.h"
#include "modules/orders/delivery_address.h"
#include "modules/orders/refund.h"
#include "tests/shop/depot.h"

namespace vitrine::fulfilment {
namespace {

using test::Depot;

struct Table {
    Depot depot{"leopards"};
    int keys = 0;

    Table() {
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            shipping::save_tables(tx, {});
            co_return true;
        };
        depot.shop.run(depot.shop.floor.db.transaction(depot.now(), body));
    }
    Result<ParcelView> pack(const orders::OrderView& order, std::vector<ParcelLine> lines = {}) {
        return depot.shop.run(plan(depot.shop.app, depot.staff(), {.order = order.id, .lines = std::move(lines), .courier = "by_hand", .note = {}, .reason = {}, .key = "pack " + std::to_string(++keys)}));
    }
    std::string cancel(const orders::OrderView& order, std::int64_t quantity) {
        orders::NewOrderRefund in{.lines = std::vector<orders::RefundLine>{{{1}, {quantity}}}, .to = orders::RefundTo::store_credit, .reason = *Text<1, 500>::parse("too many"), .cancel = true};
        auto given = depot.shop.run(orders::give_back(depot.shop.app, depot.staff(), order.id, "cancel " + std::to_string(++keys), in));
        depot.work();
        return given ? "" : given.error().code;
    }
    void send(ParcelId id) {
        ASSERT_TRUE(depot.shop.run(hand_over(depot.shop.app, depot.staff(), id, {*Text<1, 80>::parse("The post"), *Text<1, 80>::parse(id.text()), {}})));
        depot.work();
    }
    void expect_sound() {
        auto report = depot.shop.run(verify::verify(depot.shop.floor.db, {depot.shop.directory->by_id(depot.shop.ctx.store)}, clock_now()));
        EXPECT_TRUE(report.is_clean()) << verify::table_of(report);
    }
};

TEST(cancelled_lines, leave_what_lies_in_a_parcel_and_are_packed_no_more) {
    Table table;
    auto order = table.depot.paid_order(5);
    auto parcel = table.pack(order, {{1, {2}}});
    ASSERT_TRUE(parcel);
    EXPECT_EQ(table.cancel(order, 4), "orders.packed") << "three lie outside";
    ASSERT_EQ(table.cancel(order, 2), "");
    EXPECT_EQ(table.pack(order, {{1, {2}}}).error().code, "fulfilment.too_many");
    auto rest = table.pack(order);
    ASSERT_TRUE(rest);
    EXPECT_EQ(rest->items.at(0).quantity, 1);
    table.send(parcel->id);
    EXPECT_EQ(table.depot.order_state(order), "processing");
    table.send(rest->id);
    EXPECT_EQ(table.depot.order_state(order), "shipped") << "nothing else is to come";
    table.expect_sound();
}

TEST(cancelled_lines, of_all_that_waits_let_an_order_go_on_whose_parcel_has_left) {
    Table table;
    auto order = table.depot.paid_order(3);
    auto parcel = table.pack(order, {{1, {2}}});
    ASSERT_TRUE(parcel);
    table.send(parcel->id);
    EXPECT_EQ(table.depot.order_state(order), "processing");
    ASSERT_EQ(table.cancel(order, 1), "");
    EXPECT_EQ(table.depot.order_state(order), "shipped");
    table.expect_sound();
}

TEST(parcels, fix_where_their_order_goes) {
    Table table;
    auto order = table.depot.paid_order(2);
    auto parcel = table.pack(order, {{1, {1}}});
    ASSERT_TRUE(parcel);
    auto elsewhere = order.shipping_address;
    elsewhere.line1 = *Text<1, 160>::parse("9 Lake Road");
    auto change = [&] { return table.depot.shop.run(orders::change_delivery_address(table.depot.shop.app, table.depot.staff(), order.id, elsewhere)); };
    auto refused = change();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "orders.sealed");
    ASSERT_TRUE(table.depot.shop.run(ask_to_cancel(table.depot.shop.app, table.depot.staff(), parcel->id, "wrong address")));
    table.depot.work();
    EXPECT_TRUE(change());
}

}  // namespace
}  // namespace vitrine::fulfilment
