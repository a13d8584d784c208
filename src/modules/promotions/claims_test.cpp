// Limits hold however many buy at once, and what is claimed comes back exactly once.
#include <gtest/gtest.h>

#include "modules/promotions/coupons.h"
#include "modules/promotions/edit.h"
#include "tests/shop/shop.h"

namespace vitrine::promotions {
namespace {

Money rs(std::int64_t minor) { return {minor, *Currency::parse("PKR")}; }

/// A store with one promotion that runs.
class PromotionClaims : public ::testing::Test {
protected:
    test::Shop shop{16};

    PromotionId running(const std::string& members) {
        auto definition = read_json<Definition>(R"({"name":"Test","label":"Test","actions":[{"percent_off":{"rate_ppm":100000}}],)" + members + "}");
        EXPECT_TRUE(definition.has_value());
        auto made = shop.run(create(shop.app, shop.ctx, *definition));
        EXPECT_TRUE(made.has_value());
        auto active = shop.run(move(shop.app, shop.ctx, made->id, {}, "activate"));
        EXPECT_TRUE(active.has_value());
        return made->id;
    }
    CouponId code(PromotionId promotion, const std::string& members) {
        auto made = shop.run(make_coupons(shop.app, shop.ctx, promotion, *read_json<NewCoupons>("{" + members + "}")));
        EXPECT_TRUE(made.has_value());
        return shop.run(list_coupons(shop.app, shop.ctx, promotion, {})).value().items.back().id;
    }
    /// Why an order's claims were refused; empty: they stand.
    Task<std::string> try_claim(std::string order, std::string email, std::vector<Claim> claims) {
        auto customer = customer_key(email);
        for (auto& one : claims) one.order = order, one.customer = customer;
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            claim(tx, {{order, customer}}, claims);
            co_return true;
        };
        for (;;) {
            try {
                co_await shop.app.db.transaction(shop.ctx, body);
                co_return "";
            } catch (const pg::Unavailable&) {  // a busy machine: a hundred buyers wait for sixteen connections
            } catch (const pg::Error& error) {
                auto refused = refused_claims(error);
                if (refused.empty()) throw;
                co_return std::string(shape_name(refused[0].reason));
            }
        }
    }
    std::string claim_one(const std::string& order, const std::string& email, Claim one) { return shop.run(try_claim(order, email, {one})); }
    void cancel(const std::string& order, const std::string& email) { shop.run(cancelled(order, email)); }
    Task<bool> cancelled(std::string order, std::string email) {
        auto body = [&](pg::Tx& tx) -> Task<Result<pg::Later<bool>>> { co_return give_back(tx, {{order, customer_key(email)}}); };
        auto back = co_await shop.app.db.transaction(shop.ctx, body);
        co_return **back;
    }
    std::int64_t counted() { return shop.count("select coalesce(sum(uses), 0)::bigint from promotions.limits"); }
    std::int64_t standing() { return shop.count("select count(*) from promotions.claims where state = 'claimed'"); }
};

TEST_F(PromotionClaims, trap_48_a_limit_of_ten_gives_a_hundred_buyers_ten) {
    auto promotion = running(R"("limits":{"uses":10})");
    std::vector<Task<std::string>> buyers;
    for (int i = 0; i < 100; ++i) buyers.push_back(try_claim("ord_" + std::to_string(i), "buyer" + std::to_string(i) + "@example.com", {{.promotion = promotion, .amount = rs(100)}}));
    auto answers = shop.run(test::all_of(std::move(buyers)));
    EXPECT_EQ(std::ranges::count(answers, ""), 10);
    EXPECT_EQ(std::ranges::count(answers, "used_up"), 90);
    EXPECT_EQ(counted(), 10);
    EXPECT_EQ(standing(), 10);
}

TEST_F(PromotionClaims, trap_48_a_code_for_ten_uses_gives_ten_and_locks_in_one_order) {
    auto first = running(R"("needs_coupon":true)"), second = running(R"("limits":{"uses":1000})");
    auto ten = code(first, R"("code":"TEN","uses":10)");
    std::vector<Task<std::string>> buyers;
    for (int i = 0; i < 60; ++i) {
        std::vector<Claim> both{{.promotion = first, .coupon = ten, .amount = rs(100)}, {.promotion = second, .amount = rs(5)}};
        if (i % 2) std::swap(both[0], both[1]);
        buyers.push_back(try_claim("ord_" + std::to_string(i), "buyer" + std::to_string(i) + "@example.com", both));
    }
    auto answers = shop.run(test::all_of(std::move(buyers)));
    EXPECT_EQ(std::ranges::count(answers, ""), 10);
    EXPECT_EQ(shop.count("select uses from promotions.coupons"), 10);
    EXPECT_EQ(counted(), 10) << "a refused order claims nothing of the other promotion either";
}

TEST_F(PromotionClaims, trap_49_cancelling_while_others_place_leaves_the_counter_equal_to_the_rows) {
    auto promotion = running(R"("limits":{"uses":1000,"budget":{"minor":100000000,"currency":"PKR"}})");
    for (int i = 0; i < 30; ++i) claim_one("old_" + std::to_string(i), "old@example.com", {.promotion = promotion, .amount = rs(7)});
    std::vector<Task<std::string>> both;
    for (int i = 0; i < 30; ++i) {
        both.push_back(try_claim("new_" + std::to_string(i), "new@example.com", {{.promotion = promotion, .amount = rs(11)}}));
        both.push_back([](Task<bool> task) -> Task<std::string> { co_return co_await std::move(task) ? "open" : "shut"; }(cancelled("old_" + std::to_string(i), "old@example.com")));
        both.push_back([](Task<bool> task) -> Task<std::string> { co_return co_await std::move(task) ? "open" : "shut"; }(cancelled("old_" + std::to_string(i), "old@example.com")));
    }
    auto answers = shop.run(test::all_of(std::move(both)));
    EXPECT_EQ(std::ranges::count(answers, "open"), 30) << "each is returned once, however often it is cancelled";
    EXPECT_EQ(standing(), 30);
    EXPECT_EQ(counted(), 30);
    EXPECT_EQ(shop.count("select spent from promotions.limits"), 330);
}

TEST_F(PromotionClaims, trap_50_one_order_counts_once) {
    auto promotion = running(R"("limits":{"uses":5})");
    claim_one("ord_1", "a@example.com", {.promotion = promotion, .amount = rs(100)});
    EXPECT_EQ(counted(), 1);
    EXPECT_THROW(claim_one("ord_1", "a@example.com", {.promotion = promotion, .amount = rs(100)}), pg::Error) << "the key is order and promotion";
    EXPECT_EQ(counted(), 1);
}

TEST_F(PromotionClaims, trap_51_a_customer_is_one_mailbox_as_guest_in_any_spelling_for_automatic_promotions_too) {
    auto promotion = running(R"("limits":{"uses_per_customer":1})");
    EXPECT_EQ(claim_one("ord_1", "ali.raza@gmail.com", {.promotion = promotion, .amount = rs(1)}), "");
    for (const char* same : {"ALI.RAZA@gmail.com", "aliraza+deal@googlemail.com", "a.l.i.raza@GMAIL.com"}) EXPECT_EQ(claim_one("ord_2", same, {.promotion = promotion, .amount = rs(1)}), "used_by_you") << same;
    EXPECT_EQ(claim_one("ord_3", "someone@example.com", {.promotion = promotion, .amount = rs(1)}), "");
    EXPECT_EQ(claim_one("ord_4", "Some.One@example.com", {.promotion = promotion, .amount = rs(1)}), "") << "dots mean something elsewhere";
    cancel("ord_1", "ali.raza@gmail.com");
    EXPECT_EQ(claim_one("ord_5", "aliraza@gmail.com", {.promotion = promotion, .amount = rs(1)}), "");
}

TEST_F(PromotionClaims, one_customer_at_two_tills_at_once_gets_one) {
    auto promotion = running(R"("limits":{"uses_per_customer":1})");
    std::vector<Task<std::string>> tills;
    for (int i = 0; i < 20; ++i) tills.push_back(try_claim("ord_" + std::to_string(i), "same@example.com", {{.promotion = promotion, .amount = rs(1)}}));
    auto answers = shop.run(test::all_of(std::move(tills)));
    EXPECT_EQ(std::ranges::count(answers, ""), 1);
}

TEST_F(PromotionClaims, a_budget_is_never_passed) {
    auto promotion = running(R"("limits":{"budget":{"minor":250,"currency":"PKR"}})");
    EXPECT_EQ(claim_one("ord_1", "a@example.com", {.promotion = promotion, .amount = rs(100)}), "");
    EXPECT_EQ(claim_one("ord_2", "a@example.com", {.promotion = promotion, .amount = rs(151)}), "used_up");
    EXPECT_EQ(claim_one("ord_3", "a@example.com", {.promotion = promotion, .amount = rs(150)}), "");
    cancel("ord_1", "a@example.com");
    EXPECT_EQ(shop.count("select spent from promotions.limits"), 150);
}

TEST_F(PromotionClaims, a_first_order_is_the_first_that_stands) {
    auto promotion = running(R"("condition":{"first_order":true})");
    Claim welcome{.promotion = promotion, .amount = rs(100), .is_first_only = true};
    std::vector<Task<std::string>> tabs;
    for (int i = 0; i < 8; ++i) tabs.push_back(try_claim("ord_" + std::to_string(i), "new@example.com", {welcome}));
    auto answers = shop.run(test::all_of(std::move(tabs)));
    EXPECT_EQ(std::ranges::count(answers, ""), 1);
    auto first = std::to_string(std::ranges::find(answers, "") - answers.begin());
    EXPECT_TRUE(shop.run(shop.app.db.read(shop.ctx, has_ordered("new@example.com"))));
    cancel("ord_" + first, "new@example.com");
    EXPECT_FALSE(shop.run(shop.app.db.read(shop.ctx, has_ordered("new@example.com"))));
    EXPECT_EQ(claim_one("ord_9", "new@example.com", welcome), "");
}

TEST_F(PromotionClaims, what_is_paused_or_void_meanwhile_is_refused) {
    auto promotion = running(R"("needs_coupon":true)");
    auto id = code(promotion, R"("code":"GONE")");
    shop.run(void_coupon(shop.app, shop.ctx, id));
    EXPECT_EQ(claim_one("ord_1", "a@example.com", {.promotion = promotion, .coupon = id, .amount = rs(1)}), "inactive");
    auto other = running(R"("priority":1)");
    shop.run(move(shop.app, shop.ctx, other, {}, "pause"));
    EXPECT_EQ(claim_one("ord_2", "a@example.com", {.promotion = other, .amount = rs(1)}), "inactive");
}

TEST_F(PromotionClaims, a_limit_set_later_counts_what_was_claimed_before) {
    auto promotion = running(R"("priority":1)");
    for (int i = 0; i < 3; ++i) claim_one("ord_" + std::to_string(i), "a@example.com", {.promotion = promotion, .amount = rs(10)});
    auto definition = shop.run(find(shop.app, shop.ctx, promotion)).value().definition;
    definition.limits = Limits{.uses = Whole<1, 1'000'000'000>{4}};
    ASSERT_TRUE(shop.run(replace(shop.app, shop.ctx, promotion, {}, definition)).has_value());
    EXPECT_EQ(counted(), 3);
    EXPECT_EQ(claim_one("ord_3", "a@example.com", {.promotion = promotion, .amount = rs(10)}), "");
    EXPECT_EQ(claim_one("ord_4", "a@example.com", {.promotion = promotion, .amount = rs(10)}), "used_up");
}

}  // namespace
}  // namespace vitrine::promotions
