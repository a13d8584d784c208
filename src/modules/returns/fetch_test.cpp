// A courier fetches what comes back: booked in the background as every parcel, once, and resumed where it stopped.
#include "modules/returns/fetch.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "modules/returns/desk.h"
#include "modules/returns/policy.h"
#include "tests/shop/depot.h"

namespace vitrine::returns {
namespace {

using test::Depot;

struct Fetching {
    explicit Fetching(std::string courier) : depot(std::move(courier)) {
        auto policy = usual_policy();
        policy.offers_pickup = true;
        auto saved = depot.shop.run(set_policy(depot.shop.app, depot.staff(), {}, policy));
        if (!saved) throw std::runtime_error(saved.error().code);
    }
    orders::OrderView delivered() {
        auto order = depot.paid_order(2);
        depot.work();
        depot.happen(Depot::delivered, 1);
        depot.work(Duration(2min));
        depot.let_pass(Duration(10min), 4);
        return order;
    }
    ReturnView approved(const orders::OrderView& order) {
        AskReturn in{.lines = {{{1}, {1}, {}}}, .reason = "damaged", .words = Text<0, 1'000>::parse("it is broken"), .wish = {}, .to = {}, .is_fetched = true};
        auto asked = depot.shop.run(ask(depot.shop.app, depot.staff(), order.id, {}, "fetch " + std::to_string(++keys), in));
        if (!asked) throw std::runtime_error(asked.error().code + " " + (asked.error().errors.empty() ? "" : asked.error().errors[0].code));
        auto body = [&](pg::Tx& tx) { return approve_in(tx, depot.shop.app, {asked->view.id, {}}, ""); };
        return *depot.shop.run(depot.shop.floor.db.transaction(depot.staff(), body));
    }
    ReturnView view(const orders::OrderView& order) { return depot.shop.run(returns_of(depot.shop.app, depot.staff(), order.id, {}))->at(0); }
    std::vector<fulfilment::ParcelView> coming(const orders::OrderView& order) {
        auto all = depot.parcels(order.id);
        std::erase_if(all, [](const auto& parcel) { return !parcel.is_return; });
        return all;
    }

    Depot depot;
    int keys = 0;
};

TEST(return_pickup, is_booked_in_the_background_and_followed) {
    Fetching fetching("shiprocket");
    auto order = fetching.delivered();
    ASSERT_EQ(fetching.depot.order_state(order), "delivered");
    fetching.approved(order);
    EXPECT_TRUE(fetching.coming(order).empty()) << "nobody waits for a courier";
    fetching.depot.work(Duration(1s));
    auto parcels = fetching.coming(order);
    ASSERT_EQ(parcels.size(), 1u);
    EXPECT_EQ(fetching.view(order).parcel, parcels[0].id);
    EXPECT_FALSE(parcels[0].awb.empty());
    EXPECT_EQ(fetching.view(order).state, State::approved);
    fetching.depot.happen(Depot::in_transit, 5);
    fetching.depot.let_pass(Duration(40min), 3);
    EXPECT_EQ(fetching.view(order).state, State::in_transit);
    fetching.depot.happen(Depot::delivered, 10);
    fetching.depot.let_pass(Duration(40min), 12);
    EXPECT_EQ(fetching.view(order).attention, "arrived") << "a person receives it";
    EXPECT_EQ(fetching.depot.order_state(order), "delivered") << "the order does not follow what comes back";
}

TEST(return_pickup, is_booked_once_though_the_courier_loses_its_answer) {
    Fetching fetching("shiprocket");
    auto order = fetching.delivered();
    auto before = fetching.depot.alive();
    fetching.depot.fault("orders.return", simulators::FaultKind::lost_answer, 500, 2);
    fetching.approved(order);
    fetching.depot.let_pass(Duration(2min), 6);
    ASSERT_EQ(fetching.coming(order).size(), 1u);
    EXPECT_EQ(fetching.depot.alive(), before + 1);
    EXPECT_FALSE(fetching.coming(order)[0].awb.empty());
}

TEST(return_pickup, that_no_courier_does_waits_for_a_person) {
    Fetching fetching("leopards");
    auto order = fetching.delivered();
    auto back = fetching.approved(order);
    fetching.depot.work(Duration(1s));
    EXPECT_EQ(fetching.view(order).attention, "not_fetched");
    EXPECT_TRUE(fetching.coming(order).empty());
    EXPECT_EQ(fetching.depot.shop.run(fetch_now(fetching.depot.shop.app, fetching.depot.staff(), back.id)).error().code, "fulfilment.courier_cannot");
}

TEST(return_pickup, is_called_off_with_its_return) {
    Fetching fetching("shiprocket");
    auto order = fetching.delivered();
    auto before = fetching.depot.alive();
    auto back = fetching.approved(order);
    fetching.depot.work(Duration(1s));
    ASSERT_EQ(fetching.coming(order).size(), 1u);
    ASSERT_TRUE(fetching.depot.shop.run(call_off(fetching.depot.shop.app, fetching.depot.staff(), order.id, {}, back.id)));
    fetching.depot.let_pass(Duration(1min), 3);
    EXPECT_EQ(fetching.coming(order)[0].state, fulfilment::State::cancelled);
    EXPECT_EQ(fetching.depot.alive(), before);
}

}  // namespace
}  // namespace vitrine::returns
