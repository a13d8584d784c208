#include <gtest/gtest.h>

#include "tests/shop/shop.h"

namespace vitrine::carts {
namespace {

using test::Shop;

class signing_in : public testing::Test {
protected:
    Shop shop;
    VariantId pen = shop.article("PEN-1", Shop::rupees(250), 10), ink = shop.article("INK-1", Shop::rupees(900), 5);
    CustomerId ayesha = CustomerId::next(shop.ctx.now);

    Ctx as(CustomerId customer) {
        auto ctx = shop.ctx;
        ctx.role = Role::customer;
        ctx.actor = customer.text();
        return ctx;
    }
    struct Guest {
        CartId id;
        Access access;
    };
    Guest guest(std::vector<std::pair<VariantId, std::int64_t>> goods) {
        auto made = *shop.run(create(shop.app, shop.ctx, {}));
        Guest out{made.id, {*made.token}};
        for (auto [variant, quantity] : goods) EXPECT_TRUE(shop.run(add_line(shop.app, shop.ctx, out.id, out.access, {variant, {quantity}, {}})));
        return out;
    }
    Adopted sign_in(const Guest& guest, CustomerId customer) { return *shop.run(adopt(shop.app, as(customer), guest.id, guest.access)); }
    CartView own(CustomerId customer) { return *shop.run(mine(shop.app, as(customer))); }
    std::int64_t quantity(const CartView& cart, VariantId variant) {
        for (const auto& line : cart.lines)
            if (line.variant == variant) return line.quantity;
        return 0;
    }
};

TEST_F(signing_in, a_customer_has_one_cart_on_every_device_without_a_token) {
    auto phone = *shop.run(create(shop.app, as(ayesha), AddLine{pen, {2}, {}}));
    auto desk = *shop.run(create(shop.app, as(ayesha), AddLine{ink, {1}, {}}));
    EXPECT_EQ(phone.id, desk.id);
    EXPECT_FALSE(desk.token);
    EXPECT_EQ(desk.lines.size(), 2u);
    EXPECT_EQ(own(ayesha).version, desk.version);
    auto access = access_of(as(ayesha), {});
    EXPECT_EQ(shop.run(add_line(shop.app, as(ayesha), desk.id, access, {pen, {1}, {}}))->lines[0].quantity, 3);
}

TEST_F(signing_in, nobody_else_opens_a_customers_cart) {
    auto cart = *shop.run(create(shop.app, as(ayesha), AddLine{pen, {2}, {}}));
    auto bilal = CustomerId::next(shop.ctx.now);
    EXPECT_EQ(shop.run(view(shop.app, as(bilal), cart.id, access_of(as(bilal), {}))).error().code, "carts.not_found");
    for (const auto& token : {ayesha.text(), "cart of " + ayesha.text(), std::string(), std::string("-")})
        EXPECT_EQ(shop.run(view(shop.app, shop.ctx, cart.id, {token})).error().code, "carts.not_found");
    EXPECT_EQ(shop.run(mine(shop.app, shop.ctx)).error().code, "request.unauthenticated");
    EXPECT_EQ(shop.run(mine(shop.app, as(bilal))).error().code, "carts.not_found");
}

TEST_F(signing_in, joins_the_guests_cart_and_closes_it) {
    shop.run(create(shop.app, as(ayesha), AddLine{pen, {2}, {}}));
    auto cart = guest({{pen, 3}, {ink, 1}});
    auto joined = sign_in(cart, ayesha);
    EXPECT_TRUE(joined.notices.empty());
    EXPECT_EQ(quantity(*joined.cart, pen), 5);
    EXPECT_EQ(quantity(*joined.cart, ink), 1);
    EXPECT_EQ(shop.run(view(shop.app, shop.ctx, cart.id, cart.access))->state, "merged");
    EXPECT_EQ(shop.run(add_line(shop.app, shop.ctx, cart.id, cart.access, {pen, {1}, {}})).error().code, "carts.closed");
}

// Trap 58: merge twice = merge once.
TEST_F(signing_in, twice_equals_once) {
    auto cart = guest({{pen, 3}});
    auto once = to_json(*sign_in(cart, ayesha).cart);
    EXPECT_EQ(to_json(*sign_in(cart, ayesha).cart), once);
    EXPECT_EQ(to_json(own(ayesha)), once);
}

// Trap 57: the sum is more than there is, and signing in goes well.
TEST_F(signing_in, never_fails_because_of_what_is_in_the_cart) {
    shop.run(create(shop.app, as(ayesha), AddLine{ink, {4}, {}}));
    auto gone = shop.article("GONE", Shop::rupees(1), 5);
    auto cart = guest({{ink, 4}, {gone, 1}});
    shop.snapshots->catalog->variants.erase(gone);
    auto joined = sign_in(cart, ayesha);
    EXPECT_EQ(quantity(*joined.cart, ink), 5);
    ASSERT_EQ(joined.notices.size(), 2u);
    EXPECT_EQ(joined.notices[0].code, "lowered");
    EXPECT_EQ(joined.notices[1].code, "not_for_sale");

    Guest stranger{CartId::next(shop.ctx.now), {"guess"}};
    EXPECT_EQ(sign_in(stranger, ayesha).cart->version, joined.cart->version) << "a cart that is not there changes nothing";
    auto bilal = CustomerId::next(shop.ctx.now);
    EXPECT_FALSE(sign_in(stranger, bilal).cart);
    auto ordered = shop.cart_ready_to_place({{pen, 1}});
    ASSERT_TRUE(shop.place(ordered).result);
    EXPECT_FALSE(sign_in({ordered.id, ordered.access}, bilal).cart) << "what was ordered is not brought along";
}

TEST_F(signing_in, somebody_elses_cart_stays_theirs) {
    auto cart = *shop.run(create(shop.app, as(ayesha), AddLine{pen, {2}, {}}));
    auto bilal = CustomerId::next(shop.ctx.now);
    EXPECT_FALSE(shop.run(adopt(shop.app, as(bilal), cart.id, {ayesha.text()}))->cart);
    EXPECT_EQ(own(ayesha).lines.size(), 1u);
    EXPECT_EQ(shop.run(adopt(shop.app, shop.ctx, cart.id, {})).error().code, "request.unauthenticated");
}

TEST_F(signing_in, on_two_devices_at_once_loses_and_doubles_nothing) {
    for (int round = 0; round < 5; ++round) {
        auto customer = CustomerId::next(shop.ctx.now);
        auto phone = guest({{pen, 2}}), desk = guest({{pen, 1}, {ink, 1}});
        std::vector<Task<Result<Adopted>>> both;
        for (const auto& one : {phone, desk, phone, desk}) both.push_back(adopt(shop.app, as(customer), one.id, one.access));
        for (const auto& done : shop.run(test::all_of(std::move(both)))) ASSERT_TRUE(done) << done.error().code;
        auto cart = own(customer);
        EXPECT_EQ(quantity(cart, pen), 3);
        EXPECT_EQ(quantity(cart, ink), 1);
    }
    EXPECT_EQ(shop.count("select count(*) from (select 1 from carts.carts where open_for is not null group by open_for having count(*) > 1) twice"), 0);
}

TEST_F(signing_in, brings_the_address_and_the_codes_where_the_customers_cart_has_none) {
    auto cart = shop.cart_ready_to_place({{pen, 2}});
    shop.run(promotions::seed(shop.app.db, shop.ctx, R"({"name":"T","label":"Ten","needs_coupon":true,"actions":[{"percent_off":{"rate_ppm":100000}}]})", {"TEN"}));
    ASSERT_TRUE(shop.run(enter_coupon(shop.app, shop.ctx, cart.id, cart.access, {*promotions::CouponCode::parse("TEN"), {}})));
    auto joined = sign_in({cart.id, cart.access}, ayesha);
    EXPECT_EQ(joined.cart->email->str(), "ayesha@example.com");
    EXPECT_EQ(joined.cart->shipping_address->city.str(), "Lahore");
    EXPECT_EQ(joined.cart->coupons, std::vector<std::string>{"TEN"});
}

// Trap 41: a customer's cart becomes at most one order, and the next cart is a new one.
TEST_F(signing_in, an_order_ends_the_cart_on_all_devices) {
    auto cart = shop.cart_ready_to_place({{pen, 2}});
    auto joined = sign_in({cart.id, cart.access}, ayesha);
    auto access = access_of(as(ayesha), {});
    auto place = [&](const char* key) {
        return orders::place(shop.app, as(ayesha), access, key, {joined.cart->id, joined.cart->version, "bank_transfer", joined.cart->totals.total, {}});
    };
    std::vector<Task<Result<orders::Placed>>> both;
    both.push_back(place("phone"));
    both.push_back(place("desk"));
    auto placed = shop.run(test::all_of(std::move(both)));
    EXPECT_EQ(int(placed[0].has_value()) + int(placed[1].has_value()), 1);
    EXPECT_EQ(shop.run(mine(shop.app, as(ayesha))).error().code, "carts.not_found");
    auto next = *shop.run(create(shop.app, as(ayesha), AddLine{ink, {1}, {}}));
    EXPECT_NE(next.id, joined.cart->id);
    EXPECT_EQ(next.lines.size(), 1u);
}

TEST_F(signing_in, lists_go_along_and_what_both_hold_is_there_once) {
    auto list = *shop.run(wish(shop.app, shop.ctx, {}, pen));
    Access token{*list.token};
    shop.run(wish(shop.app, shop.ctx, token, ink));
    Access own_list{{}, ayesha};
    shop.run(wish(shop.app, as(ayesha), own_list, ink));
    EXPECT_TRUE(*shop.run(adopt_lists(shop.app, as(ayesha), token)));
    EXPECT_FALSE(*shop.run(adopt_lists(shop.app, as(ayesha), token))) << "twice equals once";
    EXPECT_EQ(shop.run(kept(shop.app, as(ayesha), ListKind::wish, own_list))->items.size(), 2u);
    EXPECT_TRUE(shop.run(kept(shop.app, shop.ctx, ListKind::wish, token))->items.empty());
}

TEST_F(signing_in, the_first_article_sent_twice_is_put_in_once) {
    for (int i = 0; i < 2; ++i) EXPECT_EQ(quantity(*shop.run(create(shop.app, as(ayesha), AddLine{pen, {2}, {}})), pen), 2);
    std::vector<Task<Result<CartView>>> many;
    auto bilal = CustomerId::next(shop.ctx.now);
    for (int i = 0; i < 6; ++i) many.push_back(create(shop.app, as(bilal), AddLine{i % 2 ? pen : ink, {2}, {}}));
    for (const auto& made : shop.run(test::all_of(std::move(many)))) ASSERT_TRUE(made) << made.error().code;
    EXPECT_EQ(quantity(own(bilal), pen), 2);
    EXPECT_EQ(quantity(own(bilal), ink), 2);
}

TEST_F(signing_in, two_carts_of_a_guest_become_one_once) {
    auto back = guest({{pen, 2}}), there = guest({{pen, 1}, {ink, 1}});
    for (int i = 0; i < 2; ++i) {
        auto joined = shop.run(bring_together(shop.app, shop.ctx, back.id, back.access, there.id, there.access));
        ASSERT_TRUE(joined) << joined.error().code;
        EXPECT_EQ(quantity(*joined->cart, pen), 3);
        EXPECT_EQ(quantity(*joined->cart, ink), 1);
    }
    EXPECT_EQ(shop.run(view(shop.app, shop.ctx, there.id, there.access))->state, "merged");
    EXPECT_EQ(shop.run(bring_together(shop.app, shop.ctx, there.id, there.access, back.id, back.access)).error().code, "carts.closed");
    EXPECT_EQ(shop.run(bring_together(shop.app, shop.ctx, back.id, {"guess"}, there.id, there.access)).error().code, "carts.not_found");
    EXPECT_EQ(quantity(*shop.run(bring_together(shop.app, shop.ctx, back.id, back.access, back.id, back.access))->cart, pen), 3) << "with itself: nothing happens";
    auto own_cart = *shop.run(create(shop.app, as(ayesha), AddLine{ink, {1}, {}}));
    EXPECT_EQ(quantity(*shop.run(bring_together(shop.app, shop.ctx, back.id, back.access, own_cart.id, {{}, ayesha}))->cart, ink), 1) << "a customer's goes nowhere";
}

}  // namespace
}  // namespace vitrine::carts
