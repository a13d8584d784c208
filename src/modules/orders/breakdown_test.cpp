#include "modules/quotes/api.h"
#include "tests/shop/money.h"
#include "tests/shop/shop.h"

namespace vitrine::orders {
namespace {

using test::Shop;
namespace money = test::money;

/// A shop that charges 18 % in two halves at home, on top of its prices.
struct TaxedShop {
    explicit TaxedShop(bool includes_tax) {
        auto tables = money::gst_tables(includes_tax);
        tables.settings.country = "PK";
        tables.settings.state = "PB";
        tables.settings.tax_number = "1234567-8";
        tables.settings.tax_number_name = "NTN";
        tables.regions = {{"PK", "PB", "Punjab", {}}};
        for (auto& zone : tables.zones) {
            zone.country = "PK";
            zone.states.clear();
        }
        save(tables);
        shop.app.rulebook = std::make_shared<quotes::Rulebook>();
        follow();
    }
    void save(const taxes::Tables& tables) {
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            taxes::save_tables(tx, tables);
            co_return true;
        };
        shop.run(shop.floor.db.transaction(shop.ctx, body));
    }
    void follow() { shop.run(shop.app.rulebook->refresh(shop.floor.db, shop.ctx, *shop.directory->by_id(shop.ctx.store))); }
    Shop shop;
};

TEST(order_breakdown, keeps_every_tax_of_every_line_and_of_delivery) {
    TaxedShop taxed(false);
    auto& shop = taxed.shop;
    auto placed = shop.place(shop.cart_ready_to_place({{shop.article("PEN-1", Shop::rupees(250), 10), 3}}));
    ASSERT_TRUE(placed.result) << placed.refusal();
    auto order = *shop.run(view(shop.app, shop.ctx, placed.order().id, *placed.order().token));
    EXPECT_EQ(order.subtotal, Shop::rupees(750));
    EXPECT_EQ(order.tax, Shop::rupees(171)) << "18 % of goods and delivery";
    EXPECT_EQ(order.total, Shop::rupees(1'121));
    EXPECT_EQ(order.payable, order.total);
    ASSERT_EQ(order.lines[0].breakdown.taxes.size(), 2u);
    EXPECT_EQ(order.lines[0].breakdown.taxes[0].name, "CGST");
    EXPECT_EQ(order.lines[0].breakdown.taxes[0].amount, order.lines[0].breakdown.taxes[1].amount);
    EXPECT_EQ(order.lines[0].gross, Shop::rupees(885));
    EXPECT_EQ(order.breakdown.shipping.tax, Shop::rupees(36));
    EXPECT_EQ(order.breakdown.place_of_supply, "Punjab");
    EXPECT_EQ(order.breakdown.tax_number, "NTN 1234567-8");
    EXPECT_EQ(to_json(order.lines), to_json(placed.order().lines)) << "what is stored is what was answered";
    EXPECT_EQ(to_json(order.breakdown), to_json(placed.order().breakdown));
}

// Trap 23: an order whose delivery carries tax is cancelled, and the books are as if it had never been.
TEST(order_breakdown, of_a_cancelled_order_leaves_the_books_empty) {
    TaxedShop taxed(true);
    auto& shop = taxed.shop;
    auto placed = shop.place(shop.cart_ready_to_place({{shop.article("PEN-1", {24'999, money::pkr}, 10), 3}}));
    ASSERT_TRUE(placed.result) << placed.refusal();
    EXPECT_EQ(placed.order().tax, placed.order().tax_included);
    EXPECT_EQ(shop.count("select -sum(minor)::bigint from ledger.lines where account = 'tax'"), placed.order().tax.minor);
    shop.run_due_jobs(clock_now() + std::chrono::hours(73));
    EXPECT_EQ(shop.count("select count(*) from orders.orders where state = 'cancelled'"), 1);
    EXPECT_EQ(shop.count("select count(*) from (select account from ledger.lines group by account having sum(minor) <> 0) as open"), 0);
}

TEST(order_breakdown, refuses_an_order_when_the_tax_changed_since_the_buyer_looked) {
    TaxedShop taxed(false);
    auto& shop = taxed.shop;
    auto cart = shop.cart_ready_to_place({{shop.article("PEN-1", Shop::rupees(250), 10), 1}});
    taxed.save({});
    taxed.follow();
    EXPECT_EQ(shop.place(cart).refusal(), "orders.price_changed");
}

// Trap 20: a cart is priced anew in another currency of the store, and not in one the store does not sell in.
TEST(cart_currency, reprices_the_cart_and_refuses_what_is_not_sold) {
    Shop shop;
    auto store = *shop.directory->by_id(shop.ctx.store);
    store.other_currencies = std::vector<stores::SoldCurrency>{{money::usd, 3'600, 1}};
    shop.run(stores::save_store(shop.floor.db, shop.floor.worker_db, store));
    shop.run(shop.directory->refresh(shop.floor.worker_db));
    auto cart = shop.cart_ready_to_place({{shop.article("PEN-1", Shop::rupees(250), 10), 2}});
    auto refused = shop.run(carts::choose_currency(shop.app, shop.ctx, cart.id, cart.access, money::currency("EUR"), {}));
    EXPECT_EQ(refused.error().code, "currency.not_sold_in");
    auto priced = shop.run(carts::choose_currency(shop.app, shop.ctx, cart.id, cart.access, money::usd, {}));
    ASSERT_TRUE(priced);
    EXPECT_EQ(priced->lines[0].unit_price, (Money{90, money::usd}));
    EXPECT_EQ(priced->totals.total, (Money{180 + 72, money::usd}));
    EXPECT_EQ(shop.place(cart).refusal(), "orders.price_changed") << "the total the buyer saw was in another currency";
    cart.total = priced->totals.total;
    EXPECT_EQ(shop.place(cart).refusal(), "payments.method_unavailable") << "the bank account is in rupees";
}

TEST(rulebook, reads_price_lists_of_a_store_and_only_what_changed) {
    Shop shop;
    auto pen = shop.article("PEN-1", Shop::rupees(250), 10);
    shop.app.rulebook = std::make_shared<quotes::Rulebook>();
    auto store = shop.directory->by_id(shop.ctx.store);
    auto refresh = [&] { shop.run(shop.app.rulebook->refresh(shop.floor.db, shop.ctx, *store)); };
    refresh();
    auto before = shop.app.rulebook->of(shop.ctx.store);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        taxes::save_tables(tx, money::flat_tables(true));
        co_return true;
    };
    shop.run(shop.floor.db.transaction(shop.ctx, body));
    refresh();
    auto after = shop.app.rulebook->of(shop.ctx.store);
    EXPECT_EQ(after->prices, before->prices);
    EXPECT_NE(after->taxes, before->taxes);
    EXPECT_TRUE(after->taxes->has_any());
    refresh();
    EXPECT_EQ(shop.app.rulebook->of(shop.ctx.store)->taxes, after->taxes);
    (void)pen;
}

}  // namespace
}  // namespace vitrine::orders
