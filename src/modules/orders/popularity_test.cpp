// Popularity is what sells: counted at night, half as much after thirty days.
#include "modules/orders/popularity.h"

#include <gtest/gtest.h>

#include "io/pg/session.h"
#include "modules/stores/api.h"
#include "tests/shop/desk.h"

namespace vitrine::orders {
namespace {

struct Popularity : testing::Test {
    Popularity() {
        desk.category("pens");
        for (const auto* title : {"Slow pen", "Good pen", "Best pen"}) ids.push_back(desk.published(title, "pens", 500));
    }
    /// An order of so many, placed and paid that many days ago.
    void sold(size_t product, int quantity, int days_ago, const std::string& state = "paid") {
        auto slug = desk.get("/api/v1/admin/products/" + ids[product]).text("/slug");
        auto variant = uuid_text(desk.first_variant(ids[product]).value);
        desk.database.run("with o as (insert into orders.orders (store_id, id, number, cart, email, shipping_address, currency, subtotal, discount, tax, shipping, total, shipping_name, "
                          "payment_method, payment, state, expires_at, placed_at) select store_id, gen_random_uuid(), 'T-' || gen_random_uuid(), gen_random_uuid(), 'a@example.com', '{}', 'PKR', 100, 0, 0, 0, 100, 'x', "
                          "'bank_transfer', gen_random_uuid(), '" + state + "', now(), now() - interval '" + std::to_string(days_ago) + " days' from stores.stores returning store_id, id) "
                          "insert into orders.lines (store_id, order_id, position, variant, sku, title, product_slug, quantity, unit_price, total, net, gross) select store_id, id, 1, '" + variant + "', 'S', 'T', '" + slug +
                          "', " + std::to_string(quantity) + ", 100, 100, 100, 100 from o");
    }
    void count_at(Instant now) {
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            count_tonight(tx, *desk.directory->by_id(desk.ctx.store), clock_now());
            co_return true;
        };
        desk.run(desk.app.db.transaction(desk.ctx, body));
        desk.run_due_jobs(now);
        desk.seen();
    }
    std::int64_t popularity(size_t product) {
        auto query = "select popularity from catalog.products where id = '" + uuid_text(catalog::ProductId::parse(ids[product])->value) + "'";
        pg::Statement statement{"test.popularity", query, {}, "a test", nullptr};
        pg::Session session(desk.database.owner());
        return session.ask(pg::Query<std::int64_t>{&statement, {}, &pg::decode_one<std::int64_t>});
    }
    std::string best() { return desk.get("/api/v1/products?category=pens&sort=popularity").text("/items/0/title"); }

    test::Desk desk;
    std::vector<std::string> ids;
};

TEST_F(Popularity, halves_in_thirty_days_and_best_sellers_follow) {
    sold(1, 8, 0);
    sold(2, 10, 0);
    sold(0, 12, 30);
    sold(0, 100, 0, "cancelled");
    sold(0, 100, 0, "pending_payment");
    auto tonight = clock_now() + std::chrono::hours(24);
    count_at(tonight);
    EXPECT_EQ(best(), "Best pen");
    EXPECT_NEAR(double(popularity(2)), 9'772, 30) << "ten units a day old";
    EXPECT_NEAR(double(popularity(0)), 5'863, 30) << "twelve units thirty-one days old; what was not paid does not count";
    sold(1, 4, 0);
    count_at(tonight + std::chrono::hours(24));
    EXPECT_EQ(best(), "Good pen");
    auto before = popularity(2);
    count_at(tonight + std::chrono::hours(24 * 31));
    EXPECT_NEAR(double(popularity(2)), double(before) / 2, 60);
}

TEST_F(Popularity, of_a_store_that_sells_knows_no_placeholder) {
    desk.database.run("update catalog.products set popularity = 5000");  // the placeholder of imported products
    sold(2, 1, 0);
    count_at(clock_now() + std::chrono::hours(24));
    EXPECT_EQ(popularity(0), 0);
    EXPECT_EQ(popularity(1), 0);
    ids.push_back(desk.published("New pen", "pens"));
    EXPECT_EQ(popularity(3), 0) << "a new product has sold nothing";
    EXPECT_EQ(best(), "Best pen");
}

TEST_F(Popularity, is_counted_once_a_night_however_many_orders_ask) {
    auto ask = [&] {
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            count_tonight(tx, *desk.directory->by_id(desk.ctx.store), clock_now());
            co_return true;
        };
        desk.run(desk.app.db.transaction(desk.ctx, body));
    };
    for (int i = 0; i < 20; ++i) ask();
    pg::Statement statement{"test.jobs", "select count(*) from jobs.jobs where kind = 'orders.popularity'", {}, "a test", nullptr};
    pg::Session session(desk.database.owner());
    EXPECT_EQ(session.ask(pg::Query<std::int64_t>{&statement, {}, &pg::decode_one<std::int64_t>}), 1);
    auto store = *desk.directory->by_id(desk.ctx.store);
    EXPECT_EQ(next_night(store, *parse_rfc3339("2026-03-02T10:00:00Z")), *parse_rfc3339("2026-03-02T22:00:00Z")) << "three o'clock in Karachi";
    EXPECT_EQ(next_night(store, *parse_rfc3339("2026-03-02T21:30:00Z")), *parse_rfc3339("2026-03-02T22:00:00Z"));
}

}  // namespace
}  // namespace vitrine::orders
