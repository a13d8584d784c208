#include "modules/stock/rules.h"

#include <random>

#include <gtest/gtest.h>

namespace vitrine::stock {
namespace {

VariantId variant(std::uint8_t n) {
    VariantId id;
    id.value.bytes[15] = n;
    return id;
}
WarehouseId place(std::uint8_t n) {
    WarehouseId id;
    id.value.bytes[15] = n;
    return id;
}
Site site(std::uint8_t n, std::int32_t priority, std::string country = "PK", std::string region = {}, std::string postal_code = {}) {
    return {place(n), priority, std::move(country), std::move(region), std::move(postal_code), false, Strategy::priority};
}

const auto pen = variant(1), ink = variant(2);

TEST(stock_allocation, takes_by_priority_and_goes_on_where_one_has_too_little) {
    auto taken = rules::allocate(Strategy::priority, {site(1, 20), site(2, 10)}, {{pen, place(1), 5}, {pen, place(2), 2}}, {{pen, 4}}, {});
    EXPECT_EQ(taken, (std::vector<Taken>{{pen, place(2), 2}, {pen, place(1), 2}}));
}

TEST(stock_allocation, asks_a_closed_warehouse_last) {
    auto closed = site(1, 1);
    closed.is_closed = true;
    auto taken = rules::allocate(Strategy::priority, {closed, site(2, 50)}, {{pen, place(1), 5}, {pen, place(2), 1}}, {{pen, 2}}, {});
    EXPECT_EQ(taken, (std::vector<Taken>{{pen, place(2), 1}, {pen, place(1), 1}}));
}

TEST(stock_allocation, takes_from_the_nearest_by_country_region_and_postal_code) {
    std::vector<Site> sites{site(1, 1, "AE"), site(2, 9, "PK", "Sindh", "75500"), site(3, 9, "PK", "Punjab", "54000"), site(4, 9, "PK", "Punjab", "54660")};
    std::vector<ShelfRow> shelves{{pen, place(1), 9}, {pen, place(2), 9}, {pen, place(3), 9}, {pen, place(4), 9}};
    EXPECT_EQ(rules::allocate(Strategy::nearest, sites, shelves, {{pen, 1}}, {"PK", "punjab", "546-70"}).at(0).warehouse, place(4));
    EXPECT_EQ(rules::allocate(Strategy::nearest, sites, shelves, {{pen, 1}}, {"PK", "Sindh", ""}).at(0).warehouse, place(2));
    EXPECT_EQ(rules::allocate(Strategy::nearest, sites, shelves, {{pen, 1}}, {"GB", "", ""}).at(0).warehouse, place(1)) << "nothing in common anywhere: by priority";
    EXPECT_EQ(rules::allocate(Strategy::priority, sites, shelves, {{pen, 1}}, {"PK", "Sindh", ""}).at(0).warehouse, place(1)) << "the neighbour: not asked for the nearest";
}

TEST(stock_allocation, sends_as_few_parcels_as_can_be) {
    std::vector<Site> sites{site(1, 1), site(2, 2), site(3, 3)};
    std::vector<ShelfRow> shelves{{pen, place(1), 1}, {ink, place(2), 1}, {pen, place(3), 1}, {ink, place(3), 1}};
    auto together = rules::allocate(Strategy::fewest_parcels, sites, shelves, {{pen, 1}, {ink, 1}}, {});
    EXPECT_EQ(together, (std::vector<Taken>{{pen, place(3), 1}, {ink, place(3), 1}}));
    auto by_priority = rules::allocate(Strategy::priority, sites, shelves, {{pen, 1}, {ink, 1}}, {});
    EXPECT_EQ(by_priority, (std::vector<Taken>{{pen, place(1), 1}, {ink, place(2), 1}}));
}

TEST(stock_allocation, never_takes_more_than_a_shelf_has_and_all_that_is_wanted_where_it_is_there) {
    std::mt19937 rng(11);
    for (int round = 0; round < 500; ++round) {
        std::vector<Site> sites;
        std::vector<ShelfRow> shelves;
        for (std::uint8_t n = 1; n <= 1 + rng() % 6; ++n) sites.push_back(site(n, std::int32_t(rng() % 3), rng() % 2 ? "PK" : "IN", "R", std::to_string(rng() % 1000)));
        for (const auto& one : sites)
            for (auto what : {pen, ink}) shelves.push_back({what, one.id, std::int64_t(rng() % 5)});
        std::vector<Want> wants{{pen, std::int64_t(rng() % 12) + 1}, {ink, std::int64_t(rng() % 12) + 1}};
        for (auto strategy : {Strategy::priority, Strategy::nearest, Strategy::fewest_parcels}) {
            auto taken = rules::allocate(strategy, sites, shelves, wants, {"PK", "R", "123"});
            for (const auto& want : wants) {
                std::int64_t there = 0, got = 0;
                for (const auto& row : shelves)
                    if (row.variant == want.variant) there += row.on_hand;
                for (const auto& one : taken)
                    if (one.variant == want.variant) got += one.quantity;
                EXPECT_EQ(got, std::min(there, want.quantity));
            }
            for (const auto& one : taken) {
                auto shelf = std::ranges::find_if(shelves, [&](const auto& row) { return row.variant == one.variant && row.warehouse == one.warehouse; });
                EXPECT_LE(one.quantity, shelf->on_hand);
            }
        }
    }
}

TEST(stock_count, corrects_by_what_differs_from_the_beginning_and_leaves_what_is_reserved) {
    EXPECT_EQ(rules::correction(10, 8, 9, 9), -2) << "one was taken after its number was put in";
    EXPECT_EQ(rules::correction(10, 13, 10, 4), 3);
    EXPECT_EQ(rules::correction(10, 2, 10, 3), -3) << "seven are reserved";
    EXPECT_EQ(rules::correction(10, 2, 1, 8), -1) << "no more than stands there";
    EXPECT_EQ(rules::correction(10, 10, 0, 0), 0);
}

TEST(stock_hold, lasts_as_the_store_says_for_guests_and_customers) {
    HoldLimits limits{10, 25};
    EXPECT_EQ(hold_for(30min, limits, Role::guest), Duration(10min));
    EXPECT_EQ(hold_for(30min, limits, Role::customer), Duration(25min));
    EXPECT_EQ(hold_for(72h, limits, Role::guest), Duration(72h)) << "a bank transfer takes its days";
    EXPECT_EQ(hold_for(30min, {}, Role::guest), Duration(30min));
    EXPECT_EQ(hold_for(5min, limits, Role::customer), Duration(5min)) << "never longer than the payment may take";
}

template <class State, size_t N>
void refuses_what_is_not_in_the_table(const TransitionTable<State, N>& life, const std::vector<State>& all) {
    EXPECT_TRUE(life.unreachable(all).empty());
    for (auto from : all)
        for (const auto& move : life.moves) {
            auto found = life.find(from, move.verb);
            bool is_listed = std::ranges::any_of(life.moves, [&](const auto& m) { return m.from == from && m.verb == move.verb; });
            EXPECT_EQ(found != nullptr, is_listed);
        }
}

TEST(stock_lives, have_no_state_that_cannot_be_reached_and_no_move_beside_the_table) {
    refuses_what_is_not_in_the_table(rules::transfer_life,
                                     std::vector{TransferState::requested, TransferState::sent, TransferState::partial, TransferState::received, TransferState::cancelled});
    refuses_what_is_not_in_the_table(rules::count_life, std::vector{CountState::open, CountState::posted, CountState::cancelled});
}

// Two wants of one shop: what there is goes first, the rest is promised as far as the policy allows.
TEST(stock_shelf, promises_only_what_is_not_there_and_only_as_many_as_may_be) {
    Shelf shelf({{pen, 2, 3, {}}});
    std::vector<Want> promised;
    EXPECT_TRUE(shelf.take({{pen, 4}}, &promised).empty());
    ASSERT_EQ(promised.size(), 1u);
    EXPECT_EQ(promised[0].quantity, 2);
    auto refused = shelf.take({{pen, 2}}, &promised);
    ASSERT_EQ(refused.size(), 1u);
    EXPECT_EQ(refused[0].available, 1);
    EXPECT_EQ(promised.size(), 1u);
}

TEST(stock_shelf, tells_a_fall_to_where_staff_want_to_know_once) {
    Shelf shelf({{pen, 6, 0, {}}, {ink, 6, 0, 2}});
    EXPECT_TRUE(shelf.take({{pen, 1}, {ink, 1}}).empty());
    ASSERT_EQ(shelf.fallen(5).size(), 1u);
    EXPECT_EQ(shelf.fallen(5)[0].available, 5);
    Shelf later({{pen, 5, 0, {}}});
    EXPECT_TRUE(later.take({{pen, 1}}).empty());
    EXPECT_TRUE(later.fallen(5).empty()) << "it was there already";
}

}  // namespace
}  // namespace vitrine::stock
