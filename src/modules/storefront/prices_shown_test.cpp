// What pages, listings, suggestions and the product's JSON show is what the cart takes: by price list, currency and quantity.
#include <gtest/gtest.h>

#include "modules/quotes/api.h"
#include "modules/storefront/api.h"
#include "tests/shop/desk.h"

namespace vitrine::storefront {
namespace {

using test::Desk;
using test::Reply;

const Currency pkr = *Currency::parse("PKR"), usd = *Currency::parse("USD");
std::string text(std::int64_t minor, Currency in) { return format_for_people({minor, in}); }

/// A shop in rupees that sells in dollars, too, with price lists that this process follows when it is told.
struct PricesShown : testing::Test {
    PricesShown() {
        auto store = *desk.directory->by_id(desk.ctx.store);
        store.other_currencies = std::vector<stores::SoldCurrency>{{usd, 10'000, 1}};  // a hundred rupees to the dollar
        desk.run(stores::save_store(desk.floor.db, desk.floor.worker_db, store));
        desk.run(desk.directory->refresh(desk.floor.worker_db));
        desk.app.site = make_site(desk.config);
        desk.app.rulebook = std::make_shared<quotes::Rulebook>();
        desk.snapshots->prices_for = [this](StoreId at, const prices::Buyer& buyer) { return quotes::prices_for(desk.app, at, buyer); };
        desk.category("pens");
        first = desk.published("First pen", "pens");     // Rs 100 each
        second = desk.published("Second pen", "pens");
        desk.price({desk.first_variant(second)}, 20'000);
        follow();
        desk.seen();
    }
    void follow() { desk.run(desk.app.rulebook->refresh(desk.floor.db, desk.ctx, *desk.directory->by_id(desk.ctx.store))); }
    /// Makes a list and gives its id.
    std::string list(const std::string& code, const std::string& currency, const std::string& more = {}) {
        auto made = desk.post("/api/v1/admin/price-lists", R"({"code":")" + code + R"(","name":"A list","currency":")" + currency + R"(","includes_tax":true)" + more + "}");
        EXPECT_EQ(made.status, 201) << made.body;
        return made.text("/id");
    }
    void set(const std::string& list, catalog::VariantId variant, std::int64_t minor, int from_quantity = 1, const std::string& more = {}) {
        auto body = R"({"prices":[{"variant":")" + variant.text() + R"(","from_quantity":)" + std::to_string(from_quantity) + R"(,"minor":)" + std::to_string(minor) + more + "}]}";
        auto saved = desk.send(http::Method::patch, "/api/v1/admin/price-lists/" + list + "/prices", body, {});
        EXPECT_EQ(saved.status, 200) << saved.body;
        follow();
    }
    Reply page(const std::string& target, const std::string& cookie = {}) { return desk.send(http::Method::get, target, {}, {{"cookie", cookie}}); }
    static bool has(const Reply& reply, const std::string& what) { return reply.body.find(what) != std::string::npos; }
    /// What one unit of a variant costs in a cart of this currency.
    std::int64_t in_cart(catalog::VariantId variant, const std::string& currency, int quantity = 1) {
        auto cart = desk.post("/api/v1/carts", R"({"variant":")" + variant.text() + R"(","quantity":)" + std::to_string(quantity) + "}");
        auto priced = desk.send(http::Method::put, "/api/v1/carts/" + cart.text("/id") + "/currency", R"({"currency":")" + currency + "\"}", {{"x-cart-token", cart.text("/token")}});
        EXPECT_EQ(priced.status, 200) << priced.body;
        return priced.number("/lines/0/unit_price/minor");
    }

    Desk desk;
    std::string first, second;
};

TEST_F(PricesShown, the_same_pages_with_different_cookies_show_each_its_currency_every_time) {
    for (int round = 0; round < 3; ++round) {
        for (const auto* target : {"/c/pens", "/search?q=pen", "/p/first-pen", "/p/first-pen?v=x"}) {
            auto rupees = page(target), dollars = page(target, "currency=USD"), unknown = page(target, "currency=EUR");
            EXPECT_TRUE(has(rupees, text(10'000, pkr))) << target << " in round " << round;
            EXPECT_FALSE(has(rupees, text(100, usd))) << target << " in round " << round;
            EXPECT_TRUE(has(dollars, text(100, usd))) << target << " in round " << round;
            EXPECT_FALSE(has(dollars, text(10'000, pkr))) << target << " in round " << round;
            EXPECT_TRUE(has(unknown, text(10'000, pkr))) << "a cookie of another time counts for nothing";
        }
    }
}

TEST_F(PricesShown, a_changed_list_is_seen_at_once_though_the_pages_were_kept) {
    auto variant = desk.first_variant(first);
    auto dollars = list("dollars", "USD");
    for (std::int64_t minor : {777, 888, 999}) {
        set(dollars, variant, minor);
        for (int again = 0; again < 3; ++again) {
            for (const auto* target : {"/c/pens", "/search?q=first", "/p/first-pen"}) EXPECT_TRUE(has(page(target, "currency=USD"), text(minor, usd))) << target << " at " << minor;
            EXPECT_EQ(desk.get("/api/v1/products/first-pen?currency=USD").number("/variants/0/price/minor"), minor);
            EXPECT_EQ(desk.get("/api/v1/products?q=first&currency=USD").number("/items/0/price/minor"), minor);
            EXPECT_EQ(desk.get("/api/v1/search/suggestions?q=first&currency=USD").body.find(std::to_string(minor)) == std::string::npos, false);
        }
        EXPECT_EQ(in_cart(variant, "USD"), minor);
        EXPECT_EQ(desk.get("/api/v1/products/first-pen").number("/variants/0/price/minor"), 10'000) << "rupees are another list";
    }
}

TEST_F(PricesShown, filter_order_range_and_histogram_go_by_the_list) {
    auto dollars = list("dollars", "USD");
    set(dollars, desk.first_variant(first), 900);
    set(dollars, desk.first_variant(second), 300);
    auto up = desk.get("/api/v1/products?category=pens&sort=price&currency=USD");
    EXPECT_EQ(up.text("/items/0/slug"), "second-pen");
    EXPECT_EQ(desk.get("/api/v1/products?category=pens&sort=price").text("/items/0/slug"), "first-pen");
    EXPECT_EQ(up.number("/price_range/least"), 300);
    EXPECT_EQ(up.number("/price_range/most"), 900);
    std::int64_t counted = 0;
    for (const auto& bucket : up.json().at("price_histogram").as_array()) {
        if (bucket.at("count").as_int64()) EXPECT_LE(bucket.at("from").as_int64(), 900);
        counted += bucket.at("count").as_int64();
    }
    EXPECT_EQ(counted, 2);
    auto cheap = desk.get("/api/v1/products?category=pens&price_max=400&currency=USD");
    EXPECT_EQ(cheap.number("/total"), 1);
    EXPECT_EQ(cheap.text("/items/0/slug"), "second-pen");
    auto filtered = page("/c/pens?price_max=4", "currency=USD");
    EXPECT_TRUE(has(filtered, "Second pen"));
    EXPECT_FALSE(has(filtered, "First pen"));
}

TEST_F(PricesShown, lists_of_a_channel_or_a_group_that_is_not_the_visitors_show_nothing) {
    auto variant = desk.first_variant(first);
    set(list("traders", "PKR", R"(,"customer_group":"trade","priority":9)"), variant, 5'000);
    set(list("phones", "PKR", R"(,"channel":"app","priority":8)"), variant, 6'000);
    EXPECT_EQ(desk.get("/api/v1/products/first-pen").number("/variants/0/price/minor"), 10'000);
    EXPECT_EQ(in_cart(variant, "PKR"), 10'000);
    set(list("site", "PKR", R"(,"channel":"web","priority":7)"), variant, 9'000);
    EXPECT_EQ(desk.get("/api/v1/products/first-pen").number("/variants/0/price/minor"), 9'000);
    EXPECT_TRUE(has(page("/p/first-pen"), text(9'000, pkr)));
    EXPECT_EQ(in_cart(variant, "PKR"), 9'000);
}

TEST_F(PricesShown, the_quantity_table_is_what_the_cart_charges_at_each_step) {
    auto variant = desk.first_variant(first);
    auto bulk = list("bulk", "PKR");
    set(bulk, variant, 9'000, 10);
    set(bulk, variant, 8'000, 50);
    auto product = desk.get("/api/v1/products/first-pen");
    auto steps = product.json().at("variants").at(0).at("quantity_prices").as_array();
    ASSERT_EQ(steps.size(), 3u);
    desk.stock(variant, 1'000);
    for (const auto& step : steps) EXPECT_EQ(in_cart(variant, "PKR", int(step.at("from_quantity").as_int64())), step.at("price").at("minor").as_int64());
    auto shown = page("/p/first-pen");
    EXPECT_TRUE(has(shown, "10 to 49"));
    EXPECT_TRUE(has(shown, "50 or more"));
    EXPECT_TRUE(has(shown, text(8'000, pkr)));
    EXPECT_FALSE(has(page("/p/second-pen"), "Price by quantity"));
}

// Directive 98/6/EC, article 6a: raising a price before reducing it does not hide what it cost.
TEST_F(PricesShown, a_reduced_price_stands_beside_the_lowest_of_the_thirty_days_before) {
    auto variant = desk.first_variant(first);
    auto reprice = [&](const std::string& body) {
        EXPECT_EQ(desk.send(http::Method::patch, "/api/v1/admin/variants/" + variant.text(), body, {}).status, 200);
        desk.seen();
        desk.clock = desk.clock.value_or(clock_now()) + 1s;  // a page may be shown for 400 ms after a product changed
    };
    reprice(R"({"price":{"minor":15000,"currency":"PKR"}})");
    EXPECT_FALSE(has(page("/p/first-pen"), "Lowest price"));
    reprice(R"({"price":{"minor":12000,"currency":"PKR"},"compare_at_price":{"minor":15000,"currency":"PKR"}})");
    auto shown = page("/p/first-pen");
    EXPECT_TRUE(has(shown, "Lowest price of the 30 days before: " + text(10'000, pkr)));
    EXPECT_TRUE(has(shown, text(15'000, pkr)));
    EXPECT_TRUE(has(page("/p/first-pen", "currency=USD"), "Lowest price of the 30 days before: " + text(100, usd)));
    EXPECT_EQ(desk.get("/api/v1/products/first-pen").number("/variants/0/lowest_price/minor"), 10'000);

    auto dollars = list("dollars", "USD");
    set(dollars, variant, 200);
    set(dollars, variant, 300);
    set(dollars, variant, 250, 1, R"(,"compare_at_minor":300)");
    EXPECT_TRUE(has(page("/p/first-pen", "currency=USD"), "Lowest price of the 30 days before: " + text(200, usd)));
}

TEST_F(PricesShown, the_form_and_the_address_choose_the_currency_and_the_cart_follows) {
    auto form = desk.send(http::Method::post, "/currency", "currency=USD&return_to=%2Fc%2Fpens", {{"sec-fetch-site", "same-origin"}});
    EXPECT_EQ(form.status, 303);
    EXPECT_EQ(form.header("Location"), "/c/pens");
    EXPECT_TRUE(form.header("Set-Cookie").starts_with("currency=USD"));
    auto asked = page("/p/first-pen?currency=USD");
    EXPECT_TRUE(has(asked, text(100, usd)));
    EXPECT_TRUE(asked.header("Set-Cookie").starts_with("currency=USD"));
    EXPECT_TRUE(has(page("/p/first-pen?currency=PKR", "currency=USD"), text(10'000, pkr))) << "the address is stronger than the cookie";

    auto cart = desk.post("/api/v1/carts", R"({"variant":")" + desk.first_variant(first).text() + "\"}");
    auto cookie = "cart=" + cart.text("/id") + "." + cart.text("/token");
    desk.send(http::Method::post, "/currency", "currency=USD&return_to=%2F", {{"sec-fetch-site", "same-origin"}, {"cookie", cookie}});
    auto followed = desk.send(http::Method::get, "/api/v1/carts/" + cart.text("/id"), {}, {{"x-cart-token", cart.text("/token")}});
    EXPECT_EQ(followed.text("/currency"), "USD");
    EXPECT_TRUE(has(page("/cart", cookie + "; currency=USD"), text(100, usd)));
}

// Trap 20: a currency that is not the store's is refused wherever one can be named.
TEST_F(PricesShown, trap_20_a_currency_the_store_does_not_sell_in_is_refused) {
    for (const auto* target : {"/api/v1/products?currency=EUR", "/api/v1/products/first-pen?currency=EUR", "/api/v1/search/suggestions?q=pen&currency=EUR"}) {
        auto refused = desk.get(target);
        EXPECT_EQ(refused.status, 422) << target;
        EXPECT_EQ(refused.code(), "currency.not_sold_in");
        EXPECT_EQ(refused.faults(), std::vector<std::string>{"/currency currency.not_sold_in"});
    }
    auto form = desk.send(http::Method::post, "/currency", "currency=EUR&return_to=%2F", {{"sec-fetch-site", "same-origin"}});
    EXPECT_TRUE(form.header("Set-Cookie").starts_with("flash=currency"));
    auto asked = page("/p/first-pen?currency=EUR");
    EXPECT_TRUE(has(asked, "We do not sell in that currency."));
    EXPECT_TRUE(has(asked, text(10'000, pkr)));
    EXPECT_EQ(asked.header("Set-Cookie"), "");
    auto foreign = desk.send(http::Method::post, "/currency", "currency=USD&return_to=%2F", {{"sec-fetch-site", "cross-site"}});
    EXPECT_FALSE(foreign.header("Set-Cookie").starts_with("currency"));
    auto made = desk.post("/api/v1/admin/price-lists", R"({"code":"euros","name":"Euros","currency":"EUR","includes_tax":true})");
    EXPECT_EQ(made.status, 422);
}

}  // namespace
}  // namespace vitrine::storefront
