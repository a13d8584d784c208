// Codes and automatic offers through whole orders: claimed in the order's transaction, given back when it is cancelled.
#include <algorithm>
#include <random>

#include "tests/shop/long.h"
#include "tests/shop/offer_shop.h"

namespace vitrine::orders {
namespace {

using test::OfferShop;
using test::Shop;

constexpr auto tenth_off = R"("needs_coupon":true,"actions":[{"percent_off":{"rate_ppm":100000}}])";
constexpr auto tenth_off_for_all = R"("actions":[{"percent_off":{"rate_ppm":100000}}])";

std::string buyer(int number) { return "buyer" + std::to_string(number) + "@example.com"; }

struct OrderOffers : testing::Test {
    OfferShop offers;
    Shop& shop = offers.shop;

    std::vector<Shop::Cart> carts(int count, const std::vector<std::string>& codes) {
        std::vector<Task<Shop::Cart>> opening;
        for (int i = 0; i < count; ++i) opening.push_back(offers.cart_with(codes));
        return shop.run(test::all_of(std::move(opening)));
    }
    std::vector<Shop::Attempt> place_all(const std::vector<Shop::Cart>& carts) {
        std::vector<Task<Shop::Attempt>> placing;
        for (size_t i = 0; i < carts.size(); ++i) placing.push_back(offers.try_to_place(carts[i], buyer(int(i))));
        return shop.run(test::all_of(std::move(placing)));
    }
    std::int64_t claimed() { return shop.count("select count(*) from promotions.claims where state = 'claimed'"); }
    std::int64_t uses() { return shop.count("select coalesce(sum(uses), 0)::bigint from promotions.limits"); }
    carts::CartView seen(const Shop::Cart& cart) { return shop.run(offers.seen(cart)); }
    void set_email(const Shop::Cart& cart, const std::string& email) {
        carts::Address home{.name = *Text<1, 120>::parse("A"), .line1 = *Text<1, 160>::parse("12 Mall Road"), .city = *Text<1, 80>::parse("Lahore"), .country = *CountryCode::parse("PK")};
        ASSERT_TRUE(shop.run(carts::set_addresses(shop.app, shop.ctx, cart.id, cart.access, {*Email::parse(email), home, {}, {}})));
    }
};

// Trap 48: a limit is passed by nobody, and who comes too late keeps a cart that can be ordered.
TEST_F(OrderOffers, trap_48_a_limit_of_ten_gives_a_hundred_buyers_ten_discounts_and_ninety_carts_go_on) {
    offers.promote(std::string(tenth_off) + R"(,"limits":{"uses":10})", {"SAVE10"});
    auto all = carts(100, {"SAVE10"});
    EXPECT_EQ(all[0].total, Shop::rupees(425));
    auto attempts = place_all(all);
    std::vector<Task<Shop::Attempt>> again;
    int won = 0;
    for (size_t i = 0; i < attempts.size(); ++i) {
        if (attempts[i].result) {
            ++won;
            EXPECT_EQ(attempts[i].order().discount, Shop::rupees(25));
            continue;
        }
        const auto& refused = attempts[i].result.error();
        EXPECT_EQ(refused.code, "promotions.offer_gone");
        EXPECT_EQ(refused.status, 409);
        ASSERT_EQ(refused.errors.size(), 1u);
        EXPECT_EQ(refused.errors[0].pointer, "/cart/coupons/SAVE10");
        auto cart = seen(all[i]);
        EXPECT_EQ(cart.totals.total, Shop::rupees(450));
        ASSERT_EQ(cart.totals.refused_coupons.size(), 1u);
        EXPECT_EQ(cart.totals.refused_coupons[0].text, "It has been used up.");
        EXPECT_GT(cart.version, all[i].version);
        again.push_back(offers.look_and_place(all[i], buyer(int(i))));
    }
    EXPECT_EQ(won, 10);
    EXPECT_EQ(again.size(), 90u);
    for (const auto& attempt : shop.run(test::all_of(std::move(again)))) {
        ASSERT_TRUE(attempt.result) << attempt.refusal();
        EXPECT_TRUE(attempt.order().discount.is_zero());
    }
    EXPECT_EQ(claimed(), 10);
    EXPECT_EQ(uses(), 10);
    offers.expect_sound();
}

TEST_F(OrderOffers, a_budget_of_an_automatic_offer_is_never_passed_and_comes_back_with_a_cancellation) {
    offers.promote(std::string(tenth_off_for_all) + R"(,"limits":{"budget":{"minor":6000,"currency":"PKR"}})");
    auto all = carts(8, {});
    auto attempts = place_all(all);
    EXPECT_EQ(std::ranges::count_if(attempts, [](const auto& a) { return a.result.has_value(); }), 2) << "Rs 60 are two times Rs 25";
    auto lost = std::ranges::find_if(attempts, [](const auto& a) { return !a.result; });
    ASSERT_EQ(lost->result.error().errors.size(), 1u);
    EXPECT_EQ(lost->result.error().errors[0].code, "promotions.offer_gone");
    EXPECT_EQ(shop.count("select spent from promotions.limits"), 5'000);
    auto won = std::ranges::find_if(attempts, [](const auto& a) { return a.result.has_value(); });
    EXPECT_EQ(shop.run(offers.cancel(won->order().id)), "");
    EXPECT_EQ(shop.count("select spent from promotions.limits"), 2'500);
    EXPECT_TRUE(offers.place(shop.run(offers.cart_with({})), "late@example.com").result) << "there is room for one again";
    offers.expect_sound();
}

// Trap 49: placing and cancelling at once, each cancellation twice: counters are their rows at every moment the dust has settled.
TEST_F(OrderOffers, trap_49_storms_of_placing_and_cancelling_leave_counters_equal_to_rows) {
    offers.promote(std::string(tenth_off) + R"(,"limits":{"uses":12,"uses_per_customer":40})", {"STORM", "STORM2"});
    offers.limit_code("STORM", "uses_limit = 7");
    std::mt19937 rng(49);
    auto rounds = test::rounds(5, 50);
    auto one = carts(8 * rounds, {"STORM"}), other = carts(8 * rounds, {"STORM2"});  // opened while there is room
    std::vector<OrderId> standing;
    for (int round = 0; round < rounds; ++round) {
        std::vector<Task<std::string>> doing;
        auto place_one = [](OfferShop& at, Shop::Cart cart, std::string email, std::vector<OrderId>& placed) -> Task<std::string> {
            auto attempt = co_await at.try_to_place(cart, email);
            if (attempt.result) placed.push_back(attempt.order().id);
            co_return attempt.refusal();
        };
        std::vector<OrderId> placed;
        std::ranges::shuffle(standing, rng);
        auto gone = std::min<size_t>(standing.size(), 6);
        for (size_t i = 0; i < gone; ++i)
            for (int twice = 0; twice < 2; ++twice) doing.push_back(offers.cancel(standing[i]));
        for (int i = 8 * round; i < 8 * (round + 1); ++i) {
            doing.push_back(place_one(offers, one[size_t(i)], buyer(i), placed));
            doing.push_back(place_one(offers, other[size_t(i)], buyer(i), placed));
        }
        for (const auto& refusal : shop.run(test::all_of(std::move(doing)))) EXPECT_TRUE(refusal.empty() || refusal == "promotions.offer_gone") << refusal;
        standing.erase(standing.begin(), standing.begin() + std::ptrdiff_t(gone));
        standing.insert(standing.end(), placed.begin(), placed.end());
        EXPECT_EQ(claimed(), std::int64_t(standing.size()));
        EXPECT_EQ(uses(), std::int64_t(standing.size()));
        EXPECT_LE(uses(), 12);
        offers.expect_sound();
    }
}

// Trap 50: a promotion that works on goods and on delivery is used once by one order.
TEST_F(OrderOffers, trap_50_an_order_and_a_shipping_action_count_one) {
    offers.promote(R"("needs_coupon":true,"actions":[{"percent_off":{"rate_ppm":100000}},{"shipping":{"rate_ppm":1000000}}],"limits":{"uses":2})", {"BOTH"});
    auto placed = offers.place(shop.run(offers.cart_with({"BOTH"}, {}, 4)), "a@example.com");
    ASSERT_TRUE(placed.result) << placed.refusal();
    EXPECT_EQ(placed.order().discount, Shop::rupees(300));
    EXPECT_EQ(claimed(), 1);
    EXPECT_EQ(uses(), 1);
    auto second = shop.run(offers.cart_with({"BOTH"})), third = shop.run(offers.cart_with({"BOTH"}));
    EXPECT_TRUE(offers.place(second, "b@example.com").result);
    EXPECT_EQ(offers.place(third, "c@example.com").refusal(), "promotions.offer_gone");
}

// Trap 51: guests are their mailbox, in any spelling; offers without a code are limited, too.
TEST_F(OrderOffers, trap_51_one_use_a_customer_holds_for_guests_and_for_automatic_offers) {
    offers.promote(std::string(tenth_off_for_all) + R"(,"limits":{"uses_per_customer":1})");
    ASSERT_TRUE(offers.place(shop.run(offers.cart_with({})), "Ali.Raza@gmail.com").result);
    auto cart = shop.run(offers.cart_with({}));
    auto again = offers.place(cart, "aliraza+shop@googlemail.com");
    EXPECT_EQ(again.refusal(), "promotions.offer_gone");
    EXPECT_EQ(seen(cart).totals.total, Shop::rupees(450)) << "the cart goes on at the full price";
    EXPECT_TRUE(shop.run(offers.look_and_place(cart, "aliraza@gmail.com")).result);
    EXPECT_TRUE(offers.place(shop.run(offers.cart_with({})), "someone.else@example.com").result);
    offers.expect_sound();
}

TEST_F(OrderOffers, a_limit_a_customer_is_not_dodged_by_entering_the_code_before_the_address) {
    offers.promote(std::string(tenth_off) + R"(,"limits":{"uses_per_customer":1})", {"ONCE"});
    ASSERT_TRUE(offers.place(shop.run(offers.cart_with({"ONCE"})), "ali@example.com").result);
    auto made = shop.run(carts::create(shop.app, shop.ctx, carts::AddLine{offers.pen, {1}, {}}));
    Shop::Cart cart{made->id, {*made->token}, {}, 1};
    EXPECT_EQ(shop.run(offers.enter(cart, "ONCE")), "") << "nobody knows yet whose cart it is";
    set_email(cart, "ALI@example.com");
    auto view = seen(cart);
    ASSERT_EQ(view.totals.refused_coupons.size(), 1u);
    EXPECT_EQ(view.totals.refused_coupons[0].reason, promotions::Reason::used_by_you);
    EXPECT_EQ(view.totals.total, Shop::rupees(450)) << "said before anything is ordered";
    set_email(cart, "another@example.com");
    EXPECT_EQ(seen(cart).totals.total, Shop::rupees(425)) << "it was refused to somebody else";
    cart.total = Shop::rupees(425);
    EXPECT_EQ(offers.place(cart, "ali@example.com").refusal(), "promotions.offer_gone") << "an address given with the order counts as well";
    EXPECT_EQ(claimed(), 1);
}

// Trap 52: many edits at once leave one discount a line and rule.
TEST_F(OrderOffers, trap_52_parallel_edits_of_a_cart_give_one_discount_a_line_and_rule) {
    offers.promote(tenth_off, {"SAVE10"});
    auto cart = shop.run(offers.cart_with({}));
    std::vector<Task<std::string>> edits;
    auto add = [](OfferShop& at, Shop::Cart to) -> Task<std::string> {
        auto added = co_await carts::add_line(at.shop.app, at.shop.ctx, to.id, to.access, {at.pen, {1}, {}});
        co_return added ? "" : added.error().code;
    };
    for (int i = 0; i < 20; ++i) {
        edits.push_back(add(offers, cart));
        edits.push_back(offers.enter(cart, "SAVE10"));
    }
    for (const auto& refusal : shop.run(test::all_of(std::move(edits)))) EXPECT_EQ(refusal, "");
    auto placed = shop.run(offers.look_and_place(cart, "a@example.com"));
    ASSERT_TRUE(placed.result) << placed.refusal();
    ASSERT_EQ(placed.order().lines.size(), 1u);
    EXPECT_EQ(placed.order().lines[0].quantity, 21);
    ASSERT_EQ(placed.order().lines[0].breakdown.discounts.size(), 1u);
    EXPECT_EQ(placed.order().discount, (Money{52'500, placed.order().total.currency}));
    EXPECT_EQ(claimed(), 1);
}

// Trap 53: a code that was taken off again leaves no trace in the order.
TEST_F(OrderOffers, trap_53_a_code_applied_and_removed_is_as_if_it_had_never_been) {
    offers.promote(tenth_off, {"SAVE10"});
    auto never = offers.place(shop.run(offers.cart_with({})), "a@example.com");
    auto cart = shop.run(offers.cart_with({"SAVE10"}));
    ASSERT_TRUE(shop.run(carts::remove_coupon(shop.app, shop.ctx, cart.id, cart.access, "SAVE10", {})));
    auto removed = shop.run(offers.look_and_place(cart, "b@example.com"));
    ASSERT_TRUE(never.result && removed.result) << removed.refusal();
    EXPECT_EQ(removed.order().total, never.order().total);
    EXPECT_EQ(to_json(removed.order().breakdown), to_json(never.order().breakdown));
    EXPECT_EQ(to_json(removed.order().lines), to_json(never.order().lines));
    EXPECT_EQ(claimed(), 0);
}

TEST_F(OrderOffers, a_code_that_is_used_up_does_not_bar_the_other_codes_of_its_offer) {
    offers.promote(tenth_off, {"FIRST", "SECOND"});
    offers.limit_code("FIRST", "uses_limit = 1");
    auto late = shop.run(offers.cart_with({"FIRST"}));
    ASSERT_TRUE(offers.place(shop.run(offers.cart_with({"FIRST"})), "a@example.com").result);
    auto refused = offers.place(late, "b@example.com");
    EXPECT_EQ(refused.refusal(), "promotions.offer_gone");
    EXPECT_EQ(refused.result.error().errors.at(0).code, "promotions.coupon_used_up");
    EXPECT_EQ(shop.run(offers.enter(late, "SECOND")), "");
    auto cart = seen(late);
    EXPECT_EQ(cart.totals.total, Shop::rupees(425));
    ASSERT_EQ(cart.totals.refused_coupons.size(), 1u);
    EXPECT_EQ(cart.totals.refused_coupons[0].code, "FIRST");
    auto placed = shop.run(offers.look_and_place(late, "b@example.com"));
    ASSERT_TRUE(placed.result) << placed.refusal();
    EXPECT_EQ(placed.order().breakdown.discounts.at(0).code, "SECOND");
    offers.expect_sound();
}

// What is bought and what is given of one article lie on one shelf and leave it together.
TEST_F(OrderOffers, a_gift_of_the_very_article_that_is_bought_is_held_with_it) {
    offers.promote(R"("actions":[{"gift":{"variant":")" + offers.pen.text() + R"(","quantity":1}}])");
    auto before = shop.available(offers.pen);
    auto placed = offers.place(shop.run(offers.cart_with({}, {}, 2)), "a@example.com");
    ASSERT_TRUE(placed.result) << placed.refusal();
    ASSERT_EQ(placed.order().lines.size(), 2u);
    EXPECT_TRUE(placed.order().lines[1].breakdown.is_gift);
    EXPECT_EQ(placed.order().total, Shop::rupees(700));
    EXPECT_EQ(shop.available(offers.pen), before - 3);
    EXPECT_EQ(shop.run(offers.cancel(placed.order().id)), "");
    EXPECT_EQ(shop.available(offers.pen), before);
    offers.expect_sound();
}

}  // namespace
}  // namespace vitrine::orders
