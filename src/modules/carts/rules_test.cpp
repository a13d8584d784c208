#include "modules/carts/rules.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "tests/shop/long.h"

namespace vitrine::carts::rules {
namespace {

VariantId variant(int n) {
    VariantId id;
    id.value.bytes[15] = std::uint8_t(n);
    return id;
}

TEST(cart_life, ends_as_an_order_or_in_another_cart_and_never_comes_back) {
    constexpr std::array all{CartState::active, CartState::ordered, CartState::merged};
    EXPECT_TRUE(life.unreachable(all).empty());
    EXPECT_TRUE(life.is_final(CartState::ordered));
    EXPECT_TRUE(life.is_final(CartState::merged));
    EXPECT_FALSE(life.allows(CartState::merged, CartState::ordered));
}

TEST(three_way_merge, whoever_left_it_alone_gives_way) {
    EXPECT_EQ(merge(2, 5, 2).quantity, 5);
    EXPECT_EQ(merge(2, 2, 7).quantity, 7);
    EXPECT_FALSE(merge(2, 5, 2).is_conflict);
    EXPECT_FALSE(merge(2, 2, 7).is_conflict);
}

TEST(three_way_merge, the_same_change_twice_is_that_change_and_not_its_double) {
    auto both = merge(1, 3, 3);
    EXPECT_EQ(both.quantity, 3);
    EXPECT_FALSE(both.is_conflict);
}

TEST(three_way_merge, a_disagreement_leaves_what_stands_and_is_told) {
    for (auto [base, mine, theirs] : {std::tuple{2, 5, 3}, {2, 0, 3}, {2, 5, 0}}) {
        auto merged = merge(base, mine, theirs);
        EXPECT_EQ(merged.quantity, theirs);
        EXPECT_TRUE(merged.is_conflict);
    }
}

Edit set(std::int64_t number, std::int64_t quantity, std::int64_t seen) { return {"phone123", number, 0, EditKind::set, variant(1), quantity, seen}; }
Edit add(std::int64_t number, std::int64_t step) { return {"phone123", number, 0, EditKind::add, variant(1), step, 0}; }

TEST(cart_edit, steps_count_beside_other_steps_and_end_at_nothing) {
    EXPECT_EQ(judge({.quantity = 4}, add(1, 1)).quantity, 5);
    EXPECT_EQ(judge({.quantity = 1}, add(1, -3)).quantity, 0);
    EXPECT_EQ(judge({.quantity = 0}, add(1, -1)).outcome, Outcome::unchanged);
}

TEST(cart_edit, counts_once_however_often_it_comes) {
    auto again = judge({.quantity = 4, .heard = 7}, add(7, 1));
    EXPECT_EQ(again.outcome, Outcome::repeated);
    EXPECT_EQ(again.quantity, 4);
    EXPECT_EQ(judge({.quantity = 4, .heard = 7}, add(3, 1)).outcome, Outcome::repeated);
    EXPECT_EQ(judge({.quantity = 4, .heard = 7}, add(8, 1)).outcome, Outcome::applied);
}

TEST(cart_edit, never_counts_before_an_earlier_one_of_its_device) {
    auto early = add(9, 1);
    early.after = 8;
    EXPECT_EQ(judge({.quantity = 4, .heard = 7}, early).outcome, Outcome::gap);
    EXPECT_FALSE(is_heard(Outcome::gap));
    EXPECT_EQ(judge({.quantity = 4, .heard = 8}, early).outcome, Outcome::applied);
}

TEST(cart_edit, is_refused_where_it_wants_more_of_what_is_not_for_sale_but_may_always_take_away) {
    Standing gone{.quantity = 2, .is_for_sale = false};
    EXPECT_EQ(judge(gone, add(1, 1)).code, variant_unknown.code);
    EXPECT_EQ(judge(gone, add(1, 1)).quantity, 2);
    EXPECT_EQ(judge(gone, set(1, 0, 2)).outcome, Outcome::applied);
}

TEST(cart_edit, has_its_bounds) {
    EXPECT_EQ(judge({.quantity = 9'998}, add(1, 5)).quantity, 9'999);
    EXPECT_EQ(judge({.quantity = 9'998}, add(1, 5)).outcome, Outcome::capped);
    auto second = judge({.quantity = 1, .is_unique = true}, add(1, 1));
    EXPECT_EQ(second.quantity, 1);
    EXPECT_EQ(second.code, one_of_a_kind.code);
    EXPECT_EQ(judge({.quantity = 0, .lines = 200}, add(1, 1)).code, too_many_lines.code);
    EXPECT_EQ(judge({.quantity = 3, .lines = 200}, add(1, 1)).outcome, Outcome::applied);
    EXPECT_EQ(judge({.quantity = 1}, add(1, INT64_MAX)).quantity, 9'999);
    EXPECT_EQ(judge({.quantity = 1}, add(1, INT64_MIN)).quantity, 0);
}

using Facts = std::map<VariantId, Article>;
Joined join_with(const Facts& facts, std::vector<Goods> own, std::vector<Goods> guest) {
    return join(own, guest, [&](VariantId id) { auto found = facts.find(id); return found == facts.end() ? Article{} : found->second; });
}
Article plenty() { return {.is_for_sale = true, .available = 1'000, .title = "Pen"}; }

// Trap 56: a table of guest, customer and result.
TEST(joining_carts, keeps_the_lines_of_both_and_collapses_the_same_article) {
    Facts facts{{variant(1), plenty()}, {variant(2), plenty()}, {variant(3), plenty()}};
    struct Row {
        std::vector<Goods> guest, own, result;
    };
    for (const auto& row : {Row{{}, {}, {}},
                            Row{{{variant(1), 2}}, {}, {{variant(1), 2}}},
                            Row{{}, {{variant(1), 2}}, {{variant(1), 2}}},
                            Row{{{variant(1), 2}}, {{variant(2), 3}}, {{variant(2), 3}, {variant(1), 2}}},
                            Row{{{variant(1), 2}, {variant(3), 1}}, {{variant(1), 3}, {variant(2), 1}}, {{variant(1), 5}, {variant(2), 1}, {variant(3), 1}}},
                            Row{{{variant(1), 2}, {variant(1), 2}}, {}, {{variant(1), 4}}}}) {
        auto joined = join_with(facts, row.own, row.guest);
        EXPECT_EQ(joined.goods, row.result);
        EXPECT_TRUE(joined.notices.empty());
    }
}

// Trap 57: a sum above the stock is clamped and told, and never less than the customer had.
TEST(joining_carts, goes_as_far_as_the_stock_and_says_so) {
    Facts facts{{variant(1), {.is_for_sale = true, .available = 4, .title = "Pen"}}, {variant(2), {.is_for_sale = true, .available = 0, .title = "Ink"}}};
    auto joined = join_with(facts, {{variant(1), 3}}, {{variant(1), 3}, {variant(2), 1}});
    EXPECT_EQ(joined.goods, (std::vector<Goods>{{variant(1), 4}}));
    ASSERT_EQ(joined.notices.size(), 2u);
    EXPECT_EQ(joined.notices[0].code, "lowered");
    EXPECT_EQ(joined.notices[0].wanted, 6);
    EXPECT_EQ(joined.notices[1].code, "sold_out");
    EXPECT_EQ(join_with(facts, {{variant(1), 7}}, {{variant(1), 1}}).goods[0].quantity, 7);
    EXPECT_EQ(join_with(facts, {{variant(2), 2}}, {}).goods[0].quantity, 2) << "what is only the customer's stays as it was";
}

TEST(joining_carts, drops_what_is_no_longer_for_sale_with_a_notice_each) {
    auto joined = join_with({{variant(1), plenty()}}, {{variant(2), 1}}, {{variant(1), 1}, {variant(3), 2}});
    EXPECT_EQ(joined.goods, (std::vector<Goods>{{variant(1), 1}}));
    ASSERT_EQ(joined.notices.size(), 2u);
    for (const auto& notice : joined.notices) EXPECT_EQ(notice.code, "not_for_sale");
}

TEST(joining_carts, takes_one_of_a_kind_once) {
    auto joined = join_with({{variant(1), {.is_for_sale = true, .is_unique = true, .available = 1, .title = "Ring"}}}, {{variant(1), 1}}, {{variant(1), 1}});
    EXPECT_EQ(joined.goods, (std::vector<Goods>{{variant(1), 1}}));
    EXPECT_EQ(joined.notices.at(0).code, "one_of_a_kind");
}

TEST(joining_carts, holds_no_more_lines_than_a_cart_does) {
    Facts facts;
    std::vector<Goods> own, guest;
    for (int i = 0; i < 200; ++i) {
        VariantId id;
        id.value.bytes[0] = std::uint8_t(i);
        facts[id] = plenty();
        own.push_back({id, 1});
    }
    facts[variant(9)] = plenty();
    guest.push_back({variant(9), 1});
    guest.push_back({own[5].variant, 1});
    auto joined = join_with(facts, own, guest);
    EXPECT_EQ(joined.goods.size(), 200u);
    EXPECT_EQ(joined.notices.at(0).code, "cart_full");
    EXPECT_EQ(joined.goods[5].quantity, 2);
}

// Whatever two carts hold: nothing is lost or doubled without a word, nothing passes its bounds, and the empty cart changes nothing.
TEST(joining_carts, loses_and_doubles_nothing_without_a_notice) {
    std::mt19937_64 random{20261130};
    auto below = [&](int n) { return int(random() % std::uint64_t(n)); };
    for (int round = 0; round < test::rounds(20'000, 500'000); ++round) {
        Facts facts;
        for (int i = 0; i < 8; ++i)
            if (below(5) > 0) facts[variant(i)] = {.is_for_sale = true, .is_unique = below(6) == 0, .available = below(12) - 1, .title = "Article"};
        auto some = [&] {
            std::vector<Goods> out;
            for (int i = below(6); i > 0; --i) out.push_back({variant(below(8)), 1 + below(9)});
            return out;
        };
        auto own = some(), guest = some();
        auto joined = join_with(facts, own, guest);
        std::map<VariantId, std::int64_t> mine, theirs, result, told;
        for (const auto& one : own) mine[one.variant] += one.quantity;
        for (const auto& one : guest) theirs[one.variant] += one.quantity;
        for (const auto& one : joined.goods) ASSERT_TRUE(result.emplace(one.variant, one.quantity).second) << "an article has one line";
        for (const auto& notice : joined.notices) {
            ASSERT_TRUE(told.emplace(notice.variant, notice.wanted - notice.kept).second) << "an article has one notice";
            ASSERT_EQ(notice.kept, result[notice.variant]);
        }
        for (int i = 0; i < 8; ++i) {
            auto id = variant(i);
            ASSERT_EQ(result[id] + told[id], mine[id] + theirs[id]) << "round " << round;
            if (theirs[id] == 0 && facts.contains(id)) ASSERT_EQ(result[id], mine[id]);
            if (!facts.contains(id)) ASSERT_EQ(result[id], 0);
            else if (theirs[id] > 0) ASSERT_LE(result[id], std::max(mine[id], std::max<std::int64_t>(facts[id].available, 0)));
        }
        auto again = join_with(facts, joined.goods, {});
        ASSERT_EQ(again.goods, joined.goods);
        ASSERT_TRUE(again.notices.empty()) << "joined once, nothing is left to say";
    }
}

// Codes and cards are joined as well; those that are on both are there once (trap 54: a balance is not spent twice).
TEST(joining_carts, joins_codes_and_cards_each_once) {
    auto pkr = *Currency::parse("PKR");
    auto card = tenders::AccountId::next(clock_now()), other = tenders::AccountId::next(clock_now());
    Offers own, guest;
    own.coupons.push_back({.code = "TEN"});
    own.cards.push_back({card, "1111", {500, pkr}});
    guest.coupons.push_back({.code = "TEN"});
    guest.coupons.push_back({.code = "FREE"});
    guest.cards.push_back({card, "1111", {500, pkr}});
    guest.cards.push_back({other, "2222", {700, pkr}});
    auto joined = join(own, guest);
    ASSERT_EQ(joined.coupons.size(), 2u);
    EXPECT_EQ(joined.coupons[1].code, "FREE");
    ASSERT_EQ(joined.cards.size(), 2u);
    EXPECT_EQ(to_json(join(joined, guest)), to_json(joined)) << "twice equals once";
}

TEST(joining_carts, keeps_no_more_codes_than_a_cart_holds) {
    Offers own, guest;
    for (int i = 0; i < 9; ++i) own.coupons.push_back({.code = "OWN" + std::to_string(i)});
    for (int i = 0; i < 9; ++i) guest.coupons.push_back({.code = "GUEST" + std::to_string(i)});
    EXPECT_EQ(join(own, guest).coupons.size(), most_coupons);
}

}  // namespace
}  // namespace vitrine::carts::rules
