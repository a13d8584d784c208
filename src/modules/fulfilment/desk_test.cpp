#include "modules/fulfilment/desk.h"

#include <gtest/gtest.h>

#include "modules/fulfilment/plan.h"
#include "modules/orders/api.h"
#include "tests/shop/depot.h"

namespace vitrine::fulfilment {
namespace {

using test::Depot;

template <size_t Min, size_t Max>
Text<Min, Max> text(const char* value) {
    return *Text<Min, Max>::parse(value);
}

Result<ParcelView> pack(Depot& depot, const orders::OrderView& order, std::int64_t quantity, std::string key, std::string courier = "by_hand") {
    return depot.shop.run(plan(depot.shop.app, depot.staff(), {.order = order.id, .lines = {{1, {quantity}}}, .courier = std::move(courier), .note = {}, .reason = {}, .key = std::move(key)}));
}

/// A store whose people ship.
void ship_by_hand(Depot& depot) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        shipping::save_tables(tx, {});
        co_return true;
    };
    depot.shop.run(depot.shop.floor.db.transaction(depot.now(), body));
}

TEST(parcels_by_hand, carry_an_order_that_no_courier_knows) {
    Depot depot("leopards");
    ship_by_hand(depot);
    auto order = depot.paid_order(2);
    EXPECT_TRUE(depot.parcels(order.id).empty()) << "nothing is planned where people ship";
    auto parcel = pack(depot, order, 2, "a");
    ASSERT_TRUE(parcel) << parcel.error().code;
    EXPECT_EQ(parcel->courier, "");
    EXPECT_EQ(depot.alive(), 0);
    auto hand = [&](const char* number) { return depot.shop.run(hand_over(depot.shop.app, depot.staff(), parcel->id, {text<1, 80>("The post"), text<1, 80>(number), text<1, 300>("https://post.example/1")})); };
    for (int n = 0; n < 2; ++n) EXPECT_EQ(hand("RR123")->state, State::in_transit);
    EXPECT_EQ(hand("RR124").error().code, "fulfilment.illegal_move");
    depot.work();
    EXPECT_EQ(depot.order_state(order), "shipped");
}

TEST(parcels_of_one_order, hold_its_goods_once_and_ship_it_when_all_have_left) {
    Depot depot("leopards");
    ship_by_hand(depot);
    auto order = depot.paid_order(5);
    auto first = pack(depot, order, 2, "a");
    ASSERT_TRUE(first);
    EXPECT_EQ(pack(depot, order, 2, "a")->id, first->id) << "the same request is the same parcel";
    EXPECT_EQ(pack(depot, order, 4, "b").error().code, "fulfilment.too_many");
    auto second = pack(depot, order, 3, "b");
    ASSERT_TRUE(second);
    EXPECT_NE(second->reference, first->reference);
    EXPECT_EQ(pack(depot, order, 1, "c").error().code, "fulfilment.too_many");
    auto all = depot.shop.run(plan(depot.shop.app, depot.staff(), {.order = order.id, .note = {}, .reason = {}, .key = "d"}));
    EXPECT_EQ(all.error().code, "fulfilment.nothing_left");

    auto send = [&](ParcelId id) {
        ASSERT_TRUE(depot.shop.run(hand_over(depot.shop.app, depot.staff(), id, {text<1, 80>("The post"), text<1, 80>(id.text().c_str()), {}})));
        depot.work();
    };
    send(first->id);
    EXPECT_EQ(depot.order_state(order), "processing") << "a part has left";
    send(second->id);
    EXPECT_EQ(depot.order_state(order), "shipped");
    for (auto id : {first->id, second->id}) {
        ASSERT_TRUE(depot.shop.run(end_by_hand(depot.shop.app, depot.staff(), id, {Ending::delivered, text<1, 500>("the customer says so")})));
        depot.work();
    }
    EXPECT_EQ(depot.order_state(order), "delivered");
    EXPECT_EQ(depot.shop.run(end_by_hand(depot.shop.app, depot.staff(), first->id, {Ending::lost, text<1, 500>("no")})).error().code, "fulfilment.illegal_move");
    EXPECT_TRUE(depot.shop.run(end_by_hand(depot.shop.app, depot.staff(), first->id, {Ending::delivered, text<1, 500>("again")})));
}

TEST(orders, that_may_not_go_out_get_no_parcel) {
    Depot depot("leopards");
    auto unpaid = depot.placed_order();
    EXPECT_EQ(pack(depot, unpaid, 1, "a").error().code, "fulfilment.order_not_ready");
    depot.work();
    EXPECT_TRUE(depot.parcels(unpaid.id).empty());
    EXPECT_EQ(depot.alive(), 0);
    auto paid = depot.paid_order();
    EXPECT_EQ(pack(depot, paid, 1, "a", "pigeons").error().code, "fulfilment.courier_unknown");
}

TEST(cash_in_several_parcels, comes_to_what_the_order_costs) {
    Depot depot("leopards");
    ship_by_hand(depot);
    auto order = depot.placed_order(3, "cash_on_delivery");
    auto one = pack(depot, order, 1, "a"), two = pack(depot, order, 2, "b");
    ASSERT_TRUE(one && two);
    EXPECT_EQ(one->collect + two->collect, order.payable);
}

TEST(a_parcel, of_two_requests_at_once_is_packed_once) {
    Depot depot("leopards");
    ship_by_hand(depot);
    auto order = depot.paid_order(1);
    std::vector<Task<Result<ParcelView>>> both;
    for (const auto* key : {"a", "b"}) both.push_back(plan(depot.shop.app, depot.staff(), {.order = order.id, .courier = "by_hand", .note = {}, .reason = {}, .key = key}));
    auto ended = depot.shop.run(test::all_of(std::move(both)));
    EXPECT_EQ(std::ranges::count_if(ended, [](const auto& one) { return one.has_value(); }), 1);
    EXPECT_EQ(depot.parcels(order.id).size(), 1u);
}

}  // namespace
}  // namespace vitrine::fulfilment
