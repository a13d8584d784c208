// A courier's price in the cart and in the order: asked outside transactions, with a time limit, and the same from the moment the buyer saw it.
#include <gtest/gtest.h>

#include "tests/shop/depot.h"

namespace vitrine::shipping {
namespace {

using simulators::FaultKind;
using test::Depot;

const Currency inr = *Currency::parse("INR");

struct Quoting {
    explicit Quoting(std::int64_t timeout_ms = 1'500) {
        Rate express{.id = "express", .name = "Express", .pricing = Pricing::courier, .price = Money{12'000, inr}, .courier = "shiprocket", .timeout_ms = timeout_ms, .handling = Money{500, inr}, .days = {2, 4}};
        Tables tables{{{.code = "in", .name = "India", .countries = {"IN"}, .rates = {express}}}, Dispatch{.courier = {}, .settings = {{{"shiprocket_pickup_location", "Farm"}}}, .origin_postal_code = "307001"}};
        EXPECT_TRUE(faults_of(tables, inr).empty());
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            save_tables(tx, tables);
            co_return true;
        };
        depot.shop.run(depot.shop.floor.db.transaction(depot.shop.ctx, body));
        depot.shop.app.rulebook = std::make_shared<quotes::Rulebook>();
        depot.shop.run(depot.shop.app.rulebook->refresh(depot.shop.floor.db, depot.shop.ctx, *depot.shop.directory->by_id(depot.shop.ctx.store)));
        depot.shiprocket->it.on_call = [this](const std::string& call) { asked += call == "serviceability"; };
    }
    Depot depot{"shiprocket"};
    int asked = 0;
};

TEST(courier_quote, is_what_the_courier_says_and_handling) {
    Quoting quoting;
    auto order = quoting.depot.placed_order(2);
    EXPECT_EQ(order.shipping, (Money{7'150 + 500, inr}));
    EXPECT_EQ(order.shipping_name, "Express");
    EXPECT_EQ(quoting.asked, 1) << "asked once for the cart, its quote and the order";
    quoting.depot.placed_order(2);
    EXPECT_EQ(quoting.asked, 1) << "and remembered for the next parcel of this weight";
    quoting.depot.placed_order(5);
    EXPECT_EQ(quoting.asked, 2) << "another step of weight";
}

TEST(courier_quote, that_does_not_come_in_time_is_the_tables_price_and_stays_so_for_the_buyer) {
    Quoting quoting(200);
    quoting.depot.fault("serviceability", FaultKind::delay, 0, 1);   // a second
    auto order = quoting.depot.placed_order(2);
    EXPECT_EQ(order.shipping, (Money{12'000, inr}));
    EXPECT_EQ(quoting.asked, 1) << "it is not asked again between the cart and the order";
    EXPECT_EQ(quoting.depot.shop.count("select count(*) from shipping.courier_quotes where is_fallback"), 1);
}

TEST(courier_quote, of_a_courier_that_fails_is_the_tables_price) {
    for (auto status : {500, 200, 422}) {
        Quoting quoting;
        quoting.depot.fault("serviceability", FaultKind::error, status, 1);
        EXPECT_EQ(quoting.depot.placed_order(2).shipping, (Money{12'000, inr})) << status;
    }
}

}  // namespace
}  // namespace vitrine::shipping
