// What pages say of delivery is what the order costs: by zones and rates where the store has some, and by the table's price where a courier does not answer in time.
#include "modules/quotes/api.h"
#include "modules/shipping/couriers/api.h"
#include "tests/shop/browser.h"
#include "tests/shop/depot.h"

namespace vitrine::storefront {
namespace {

using test::Browser, test::Buying, test::Depot, test::Shop, test::guarded, test::has, test::header, test::hidden, test::home, test::text, test::with;

void follow(Shop& shop, const shipping::Tables& tables) {
    EXPECT_TRUE(shipping::faults_of(tables, shop.directory->by_id(shop.ctx.store)->currency).empty());
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        shipping::save_tables(tx, tables);
        co_return true;
    };
    shop.run(shop.floor.db.transaction(shop.ctx, body));
    shop.app.rulebook = std::make_shared<quotes::Rulebook>();
    shop.run(shop.app.rulebook->refresh(shop.floor.db, shop.ctx, *shop.directory->by_id(shop.ctx.store)));
}

shipping::Rate flat(std::string id, std::string name, std::int64_t rupees, std::optional<Money> free_from = {}) {
    return {.id = std::move(id), .name = std::move(name), .price = Shop::rupees(rupees), .free_from = free_from, .days = {2, 5}};
}

/// Punjab is near, the rest of the country pays more, and the Emirates are served, too.
shipping::Tables zones() {
    return {{{.code = "near", .name = "Punjab", .countries = {"PK"}, .states = std::vector<std::string>{"Punjab"}, .rates = {flat("rider", "Rider", 90), flat("van", "Van", 60)}},
             {.code = "rest", .name = "Pakistan", .countries = {"PK"}, .rates = {flat("post", "By post", 310, Shop::rupees(2'000)), flat("air", "By air", 700)}},
             {.code = "gulf", .name = "Emirates", .countries = {"AE"}, .rates = {flat("sea", "By sea", 1'500)}}},
            {}};
}

}  // namespace

TEST_F(Buying, delivery_is_promised_by_the_zone_that_holds_at_home) {
    follow(shop, zones());
    EXPECT_TRUE(has(browser.get("/cart"), "Rs 310, free from Rs 2,000")) << "at the foot of the page";
    add();
    auto cart = browser.get("/cart");
    EXPECT_TRUE(has(cart, "Add Rs 1,500 more for free delivery."));
    EXPECT_FALSE(has(cart, "Rs 5,000")) << "what its own settings said holds no more";
    add(6);
    EXPECT_TRUE(has(browser.get("/cart"), "Delivery is free."));
}

TEST_F(Buying, delivery_offers_the_rates_of_the_zone_and_the_order_costs_the_one_chosen) {
    follow(shop, zones());
    add();
    browser.post("/checkout/information", guarded(text(browser.get("/checkout/information")), home));
    auto delivery = browser.get("/checkout/delivery");
    EXPECT_TRUE(has(delivery, "By post") && has(delivery, "Rs 310") && has(delivery, "By air") && has(delivery, "Rs 700"));
    EXPECT_FALSE(has(delivery, "Rider")) << "nobody said that Lahore lies in Punjab";
    browser.post("/checkout/delivery", guarded(text(delivery), {{"option", "air"}}));
    browser.post("/checkout/payment", guarded(text(browser.get("/checkout/payment")), {{"method", "bank_transfer"}}));
    auto review = text(browser.get("/checkout/review"));
    EXPECT_EQ(header(browser.post("/checkout/review", guarded(review, {{"expected_total", hidden(review, "expected_total")}})), "Location").rfind("/orders/", 0), 0u);
    EXPECT_EQ(shop.count("select shipping from orders.orders"), Shop::rupees(700).minor);
    EXPECT_EQ(shop.count("select total from orders.orders"), Shop::rupees(1'200).minor);
}

TEST_F(Buying, delivery_goes_to_the_countries_of_the_zones_and_no_other) {
    auto pages = zones();
    follow(shop, pages);
    add();
    auto form = text(browser.get("/checkout/information"));
    EXPECT_NE(form.find("value=\"AE\""), std::string::npos);
    auto abroad = home;
    for (auto& [name, value] : abroad)
        if (name == "country") value = "AE";
    EXPECT_EQ(header(browser.post("/checkout/information", guarded(form, abroad)), "Location"), "/checkout/delivery");
    EXPECT_TRUE(has(browser.get("/checkout/delivery"), "By sea"));
    pages.zones.pop_back();
    follow(shop, pages);
    EXPECT_TRUE(has(browser.post("/checkout/information", guarded(text(browser.get("/checkout/information")), abroad)), "We do not deliver to that country"));
}

TEST_F(Buying, delivery_of_which_only_parts_of_the_country_are_served_promises_no_price) {
    auto near = zones();
    near.zones = {near.zones.front()};
    follow(shop, near);
    EXPECT_TRUE(has(browser.get("/cart"), "as the checkout says"));
}

// A courier that does not answer in time holds nobody up: the table's price stands in for it, in the cart, at the checkout and in the order.
TEST(delivery_by_courier, that_times_out_falls_back_to_the_tables_price_on_every_page) {
    for (bool is_slow : {true, false}) {
        Depot depot("shiprocket");
        Currency inr = *Currency::parse("INR");
        shipping::Rate express{.id = "express", .name = "Express", .pricing = shipping::Pricing::courier, .price = Money{12'000, inr}, .courier = "shiprocket", .timeout_ms = 200, .days = {2, 4}};
        if (!is_slow) express.timeout_ms = 5'000;
        follow(depot.shop, {{{.code = "in", .name = "India", .countries = {"IN"}, .rates = {express}}},
                            shipping::Dispatch{.courier = {}, .settings = {{{"shiprocket_pickup_location", "Farm"}}}, .origin_postal_code = "307001"}});
        if (is_slow) depot.fault("serviceability", simulators::FaultKind::delay, 0, 1);
        Browser browser(depot.shop);
        browser.post("/cart/lines", {{"variant", depot.jar.text()}, {"quantity", "2"}});
        shape::Fields mumbai{{"email", "ayesha@example.com"}, {"name", "Ayesha Khan"}, {"line1", "12 Hill Road"}, {"city", "Mumbai"}, {"state", "Maharashtra"}, {"postal_code", "400001"}, {"phone", "+91 98765 43210"}, {"country", "IN"}};
        browser.post("/checkout/information", guarded(text(browser.get("/checkout/information")), mumbai));
        auto delivery = browser.get("/checkout/delivery");
        EXPECT_TRUE(has(delivery, "Express"));
        EXPECT_TRUE(has(delivery, is_slow ? "₹120" : "₹71.50")) << is_slow;
        browser.post("/checkout/delivery", guarded(text(delivery), {{"option", "express"}}));
        browser.post("/checkout/payment", guarded(text(browser.get("/checkout/payment")), {{"method", "bank_transfer"}}));
        auto review = text(browser.get("/checkout/review"));
        browser.post("/checkout/review", guarded(review, {{"expected_total", hidden(review, "expected_total")}}));
        EXPECT_EQ(depot.shop.count("select coalesce(max(shipping), -1) from orders.orders"), is_slow ? 12'000 : 7'150);
    }
}

}  // namespace vitrine::storefront
