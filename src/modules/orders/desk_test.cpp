#include "modules/orders/desk.h"

#include <gtest/gtest.h>

#include "tests/shop/fixed_catalog.h"

namespace vitrine::orders {
namespace {

constexpr auto rupees = [](std::int64_t whole) { return Money{whole * 100, *Currency::parse("PKR")}; };

/// A desk over one article and some carts of one each, all ready to be placed.
struct desk : testing::Test {
    desk() {
        store.currency = *Currency::parse("PKR");
        store.country = "PK";
        store.shipping = {.flat_fee = rupees(200), .free_from = {}, .countries = {"PK"}};
        store.bank.account = "0001";
        store.payment_methods = {"bank_transfer"};
        catalog.variants[pen] = {.variant = pen, .slug = "pen", .title = "Pen", .sku = "PEN-1", .price = rupees(250), .available = 1};
    }
    carts::CartId add_cart() {
        auto id = carts::CartId::next(now);
        carts::CartRow row{.id = id, .state = "active", .email = "a@example.com"};
        row.shipping_address = RawJson{R"({"name": "A", "line1": "1 Mall Road", "city": "Lahore", "country": "PK"})"};
        row.lines.push_back(carts::LineId::next(now));
        row.variants.push_back(pen);
        row.quantities.push_back(1);
        seen.keys.push_back({id, {token}});
        seen.carts.push_back(row);
        return id;
    }
    Request wish(carts::CartId cart, std::string key, std::string fingerprint = "f") const {
        return {{.now = now}, {cart, {token}}, std::move(key), std::move(fingerprint), {cart, {}, "bank_transfer", rupees(450), {}}};
    }
    static std::string code(const Desk::Decision& decision) {
        if (const auto* refused = std::get_if<Refusal>(&decision)) return refused->code;
        if (const auto* repeat = std::get_if<Desk::RepeatOf>(&decision)) return "repeat of " + std::to_string(repeat->place);
        return std::holds_alternative<rules::Draft>(decision) ? "order" : "answered before";
    }

    Instant now = clock_now();
    Config config;
    stores::Store store;
    test::FixedCatalog catalog;
    catalog::VariantId pen = catalog::VariantId::next(now);
    std::string token = std::string(32, 't');
    /// What the test owns, as the desk is handed it.
    template <class T>
    static std::shared_ptr<const T> lent(const T& owned) {
        return {std::shared_ptr<void>{}, &owned};
    }
    Seen seen{config, {lent(store), lent<search::Snapshot>(catalog)}, {}, {}, {}, {{pen, 1}}};
};

TEST_F(desk, gives_the_last_unit_to_the_first_who_asks) {
    auto first = add_cart(), second = add_cart();
    Desk desk(seen);
    EXPECT_EQ(code(desk.serve(wish(second, "b"))), "order");
    EXPECT_EQ(code(desk.serve(wish(first, "a"))), "stock.short");
    EXPECT_EQ(desk.shelf().left(pen), 0);
}

TEST_F(desk, keeps_the_stock_of_a_refused_order_for_the_next) {
    auto first = add_cart(), second = add_cart();
    Desk desk(seen);
    auto stale = wish(first, "a");
    stale.in.expected_total = rupees(400);
    EXPECT_EQ(code(desk.serve(stale)), "orders.price_changed");
    EXPECT_EQ(code(desk.serve(wish(second, "b"))), "order");
}

TEST_F(desk, makes_a_repeat_of_the_same_key_and_one_order_of_a_cart) {
    auto cart = add_cart();
    Desk desk(seen);
    EXPECT_EQ(code(desk.serve(wish(cart, "a"))), "order");
    EXPECT_EQ(code(desk.serve(wish(cart, "a"))), "repeat of 0");
    EXPECT_EQ(code(desk.serve(wish(cart, "a", "g"))), "idempotency.key_reused");
    EXPECT_EQ(code(desk.serve(wish(cart, "b"))), "carts.closed");
}

TEST_F(desk, frees_the_key_of_a_refused_request) {
    auto cart = add_cart();
    Desk desk(seen);
    auto stale = wish(cart, "a");
    stale.in.expected_total = rupees(400);
    EXPECT_EQ(code(desk.serve(stale)), "orders.price_changed");
    EXPECT_EQ(code(desk.serve(wish(cart, "a"))), "order");
}

TEST_F(desk, opens_a_cart_to_nobody_but_the_holder_of_its_token) {
    auto cart = add_cart();
    Desk desk(seen);
    auto thief = wish(cart, "a");
    thief.cart.token_hash.value = std::string(32, 'x');
    EXPECT_EQ(code(desk.serve(thief)), "carts.not_found");
    EXPECT_EQ(code(desk.serve(wish(cart, "b"))), "order");
}

// A cart has a second key once a link out of a reminder opened it: two devices that order at once, each with its own, are both known.
TEST_F(desk, knows_a_cart_by_each_of_its_keys) {
    auto cart = add_cart();
    seen.keys.push_back({cart, {std::string(32, 'u')}});
    auto other = wish(cart, "b");
    other.cart.token_hash.value = std::string(32, 'u');
    auto thief = wish(cart, "c");
    thief.cart.token_hash.value = std::string(32, 'x');
    Desk desk(seen);
    EXPECT_EQ(code(desk.serve(thief)), "carts.not_found");
    EXPECT_EQ(code(desk.serve(other)), "order");
    EXPECT_EQ(code(desk.serve(wish(cart, "a"))), "carts.closed");
}

}  // namespace
}  // namespace vitrine::orders
