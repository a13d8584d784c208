// Many buyers at once: what is there is sold once, and nobody waits for ever.
#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "tests/shop/long.h"
#include "tests/shop/shop.h"

namespace vitrine {
namespace {

using test::Shop;

std::vector<Shop::Cart> open_carts(Shop& shop, int count, std::vector<std::pair<catalog::VariantId, std::int64_t>> items) {
    std::vector<Task<Shop::Cart>> opening;
    for (int i = 0; i < count; ++i) opening.push_back(shop.open_cart(items));
    return shop.run(test::all_of(std::move(opening)));
}

std::vector<Shop::Attempt> place_all(Shop& shop, const std::vector<Shop::Cart>& carts) {
    std::vector<Task<Shop::Attempt>> placing;
    for (const auto& cart : carts) placing.push_back(shop.try_to_place(cart, cart.id.text()));
    return shop.run(test::all_of(std::move(placing)));
}

// Trap 24: check and take are one statement, so that one unit makes one order.
TEST(last_unit, goes_to_exactly_one_of_two_hundred_buyers_round_after_round) {
    Shop shop(16);
    for (int round = 0; round < test::rounds(5, 100); ++round) {
        auto unit = shop.article("LAST-" + std::to_string(round), Shop::rupees(250), 1);
        auto attempts = place_all(shop, open_carts(shop, 200, {{unit, 1}}));
        EXPECT_EQ(std::ranges::count_if(attempts, [](const auto& a) { return a.result.has_value(); }), 1) << "round " << round;
        EXPECT_EQ(std::ranges::count_if(attempts, [](const auto& a) { return a.refusal() == "stock.short"; }), 199) << "round " << round;
        EXPECT_EQ(shop.available(unit), 0);
    }
    EXPECT_EQ(shop.count("select count(*) from orders.orders"), test::rounds(5, 100));
    EXPECT_EQ(shop.count("select count(*) from payments.payments"), test::rounds(5, 100)) << "a loser keeps no payment";
    EXPECT_EQ(shop.count("select count(*) from stock.reservations"), test::rounds(5, 100));
    EXPECT_EQ(shop.count("select count(*) from orders.idempotency"), test::rounds(5, 100));
}

TEST(same_request, sent_fifty_times_at_once_makes_one_order_and_fifty_equal_answers) {
    Shop shop(16);
    auto pen = shop.article("PEN-1", Shop::rupees(250), 100);
    for (int round = 0; round < test::rounds(3, 20); ++round) {
        auto cart = shop.cart_ready_to_place({{pen, 1}});
        std::vector<Task<Shop::Attempt>> posts;
        for (int i = 0; i < 50; ++i) posts.push_back(shop.try_to_place(cart, "key " + std::to_string(round)));
        auto answers = shop.run(test::all_of(std::move(posts)));
        for (const auto& answer : answers) {
            ASSERT_TRUE(answer.result) << answer.refusal();
            EXPECT_EQ(answer.body(), answers[0].body());
        }
        EXPECT_EQ(std::ranges::count_if(answers, [](const auto& a) { return !a.result->replayed; }), 1);
    }
    EXPECT_EQ(shop.count("select count(*) from orders.orders"), test::rounds(3, 20));
}

// A store's sequence of order numbers is made by its first order; many may be the first.
TEST(first_orders_of_a_store, placed_at_once_all_get_their_own_number) {
    Shop shop(16);
    auto pen = shop.article("PEN-1", Shop::rupees(250), 100);
    for (const auto& attempt : place_all(shop, open_carts(shop, 32, {{pen, 1}}))) EXPECT_TRUE(attempt.result) << attempt.refusal();
    EXPECT_EQ(shop.count("select count(distinct number) from orders.orders"), 32);
}

// Levels are locked in one order whatever the order of the lines, so PostgreSQL never has to break a deadlock.
TEST(carts_in_opposite_order, never_deadlock) {
    Shop shop(16);
    std::vector<catalog::VariantId> articles;
    for (int i = 0; i < 8; ++i) articles.push_back(shop.article("ART-" + std::to_string(i), Shop::rupees(10), 1'000'000));
    auto deadlocks = "select deadlocks from pg_stat_database where datname = current_database()";
    std::mt19937 rng(7);
    for (int round = 0; round < test::rounds(4, 40); ++round) {
        std::vector<Task<Shop::Cart>> opening;
        for (int i = 0; i < 40; ++i) {
            auto order = articles;
            std::ranges::shuffle(order, rng);
            std::vector<std::pair<catalog::VariantId, std::int64_t>> items;
            for (auto article : order) items.emplace_back(article, 1);
            opening.push_back(shop.open_cart(items));
        }
        for (const auto& attempt : place_all(shop, shop.run(test::all_of(std::move(opening))))) EXPECT_TRUE(attempt.result) << attempt.refusal();
    }
    EXPECT_EQ(shop.count(deadlocks), 0);
    EXPECT_EQ(shop.count("select count(*) from stock.levels where reserved <> " + std::to_string(40 * test::rounds(4, 40))), 0);
}

}  // namespace
}  // namespace vitrine
