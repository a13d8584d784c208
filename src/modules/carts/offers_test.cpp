#include <gtest/gtest.h>

#include "tests/shop/shop.h"

namespace vitrine::carts {
namespace {

using test::Shop;

class CartOffers : public ::testing::Test {
protected:
    Shop shop;
    Shop::Cart cart = shop.cart_ready_to_place({{shop.article("PEN-1", Shop::rupees(250), 50), 4}});

    void offer(const std::string& more, std::vector<std::string> codes) {
        auto definition = R"({"name":")" + codes.front() + R"(","label":"An offer","needs_coupon":true,"actions":[{"percent_off":{"rate_ppm":100000}}])" + more + "}";
        EXPECT_TRUE(shop.run(promotions::seed(shop.app.db, shop.ctx, definition, codes)));
    }
    Result<CartView> enter(const char* code, std::optional<std::int64_t> version = {}) {
        return shop.run(enter_coupon(shop.app, shop.ctx, cart.id, cart.access, {*promotions::CouponCode::parse(code), version}));
    }
    Result<CartView> remove(const char* code) { return shop.run(remove_coupon(shop.app, shop.ctx, cart.id, cart.access, code, {})); }
    CartView seen() { return shop.run(view(shop.app, shop.ctx, cart.id, cart.access)).value(); }
};

TEST_F(CartOffers, a_code_is_entered_once_in_any_case_and_taken_off_without_a_trace) {
    offer("", {"SAVE10"});
    auto before = seen();
    auto entered = enter("save10").value();
    EXPECT_EQ(entered.coupons, std::vector<std::string>{"SAVE10"});
    EXPECT_EQ(entered.version, before.version + 1);
    EXPECT_EQ(enter("SAVE 10").value().version, entered.version) << "it is there already";
    auto after = remove("Save10").value();
    after.version = before.version;
    EXPECT_EQ(to_json(after), to_json(before));
    EXPECT_EQ(remove("save10").error().code, "carts.code_absent");
}

TEST_F(CartOffers, a_refused_code_says_why) {
    offer("", {"SAVE10"});
    EXPECT_EQ(enter("nothing").error().code, "promotions.coupon_unknown");
    EXPECT_EQ(enter("SAVE10", 77).error().code, "carts.stale_version");
    shop.database.run("update promotions.coupons set uses_limit = 1, uses = 1");
    EXPECT_EQ(enter("SAVE10").error().code, "promotions.coupon_used_up");
    shop.database.run("update promotions.coupons set uses_limit = null, uses = 0, expires_at = now() - interval '1 day'");
    EXPECT_EQ(enter("SAVE10").error().code, "promotions.coupon_expired");
    shop.database.run("update promotions.promotions set state = 'paused'");
    auto refused = enter("SAVE10").error();
    EXPECT_EQ(refused.code, "promotions.coupon_not_valid");
    ASSERT_EQ(refused.errors.size(), 1u);
    EXPECT_EQ(refused.errors[0].pointer, "/code");
    EXPECT_TRUE(seen().coupons.empty());
}

TEST_F(CartOffers, a_cart_holds_ten_codes) {
    std::vector<std::string> codes;
    for (int i = 0; i < 11; ++i) codes.push_back("CODE" + std::to_string(i));
    for (const auto& code : codes) offer("", {code});
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(enter(codes[size_t(i)].c_str()).has_value());
    EXPECT_EQ(enter("CODE10").error().code, "carts.too_many_codes");
}

TEST_F(CartOffers, a_closed_or_foreign_cart_takes_no_code) {
    offer("", {"SAVE10"});
    auto stranger = shop.run(enter_coupon(shop.app, shop.ctx, cart.id, {"wrong"}, {*promotions::CouponCode::parse("SAVE10"), {}}));
    EXPECT_EQ(stranger.error().code, "carts.not_found");
    auto with_card = shop.run(enter_gift_card(shop.app, shop.ctx, cart.id, {"wrong"}, {tenders::new_card_code(), {}}));
    EXPECT_EQ(with_card.error().code, "carts.not_found") << "whose cart it is comes before whether there is such a card";
    ASSERT_TRUE(shop.place(cart).result.has_value());
    EXPECT_EQ(enter("SAVE10").error().code, "carts.closed");
}

TEST_F(CartOffers, a_gift_card_shows_its_last_four_and_what_is_on_it) {
    auto unknown = shop.run(enter_gift_card(shop.app, shop.ctx, cart.id, cart.access, {tenders::new_card_code(), {}}));
    EXPECT_EQ(unknown.error().code, "tenders.card_unknown");
    auto code = tenders::new_card_code();
    shop.database.run("insert into tenders.accounts (store_id, id, kind, currency, balance, code_hash, last_four) select store_id, gen_random_uuid(), 'gift_card', 'PKR', 70000, sha256('" +
                      code.str() + "'), '" + code.str().substr(12) + "' from stores.stores");
    auto entered = shop.run(enter_gift_card(shop.app, shop.ctx, cart.id, cart.access, {code, {}})).value();
    ASSERT_EQ(entered.gift_cards.size(), 1u);
    EXPECT_EQ(entered.gift_cards[0].last_four, code.str().substr(12));
    EXPECT_EQ(entered.gift_cards[0].balance, Shop::rupees(700));
    auto again = shop.run(enter_gift_card(shop.app, shop.ctx, cart.id, cart.access, {code, {}})).value();
    EXPECT_EQ(again.gift_cards.size(), 1u);
    auto removed = shop.run(remove_gift_card(shop.app, shop.ctx, cart.id, cart.access, entered.gift_cards[0].id, {})).value();
    EXPECT_TRUE(removed.gift_cards.empty());
}

}  // namespace
}  // namespace vitrine::carts
