#include <gtest/gtest.h>

#include <set>

#include "modules/promotions/coupons.h"
#include "modules/promotions/edit.h"
#include "tests/shop/shop.h"

namespace vitrine::promotions {
namespace {

Definition ten_percent(const std::string& more = "") {
    return *read_json<Definition>(R"({"name":"Ten","label":"10 % off","actions":[{"percent_off":{"rate_ppm":100000}}])" + more + "}");
}

class PromotionEdits : public ::testing::Test {
protected:
    test::Shop shop;
    PromotionView made(const std::string& more = "") { return shop.run(create(shop.app, shop.ctx, ten_percent(more))).value(); }
    std::shared_ptr<const Rules> loaded() { return shop.run(load_rules(shop.app.db, shop.ctx, "Asia/Karachi")); }
};

TEST_F(PromotionEdits, a_promotion_runs_from_activation_to_its_end) {
    auto draft = made();
    EXPECT_EQ(draft.state, State::draft);
    EXPECT_EQ(loaded()->size(), 0u);
    auto active = shop.run(move(shop.app, shop.ctx, draft.id, draft.version, "activate")).value();
    EXPECT_EQ(active.phase, "running");
    EXPECT_EQ(loaded()->size(), 1u);
    EXPECT_GT(loaded()->version(), 0);
    EXPECT_EQ(shop.run(move(shop.app, shop.ctx, draft.id, draft.version, "pause")).error().code, "request.stale_version");
    ASSERT_TRUE(shop.run(move(shop.app, shop.ctx, draft.id, {}, "pause")).has_value());
    EXPECT_EQ(loaded()->size(), 0u);
    ASSERT_TRUE(shop.run(move(shop.app, shop.ctx, draft.id, {}, "end")).has_value());
    EXPECT_EQ(shop.run(move(shop.app, shop.ctx, draft.id, {}, "activate")).error().code, "promotions.illegal_move");
    EXPECT_EQ(shop.run(replace(shop.app, shop.ctx, draft.id, {}, ten_percent())).error().code, "promotions.illegal_move");
}

TEST_F(PromotionEdits, an_edit_needs_the_version_it_was_read_at_and_shows_every_fault) {
    auto draft = made();
    auto edited = shop.run(replace(shop.app, shop.ctx, draft.id, draft.version, ten_percent(R"(,"priority":5)"))).value();
    EXPECT_EQ(edited.version, draft.version + 1);
    EXPECT_EQ(std::int64_t(*edited.definition.priority), 5);
    EXPECT_EQ(shop.run(replace(shop.app, shop.ctx, draft.id, draft.version, ten_percent())).error().code, "request.stale_version");
    auto refused = shop.run(replace(shop.app, shop.ctx, draft.id, {}, ten_percent(R"(,"condition":{"all":[]},"starts":"2026-02-01","ends":"2026-01-01")"))).error();
    EXPECT_EQ(refused.code, "request.invalid");
    EXPECT_EQ(refused.errors.size(), 2u);
    EXPECT_EQ(shop.run(find(shop.app, shop.ctx, PromotionId::next(shop.ctx.now))).error().code, "promotions.not_found");
}

TEST_F(PromotionEdits, only_drafts_are_deleted) {
    auto draft = made(R"(,"limits":{"uses":3})");
    EXPECT_TRUE(shop.run(remove(shop.app, shop.ctx, draft.id)).has_value());
    auto other = made();
    ASSERT_TRUE(shop.run(move(shop.app, shop.ctx, other.id, {}, "activate")).has_value());
    EXPECT_EQ(shop.run(remove(shop.app, shop.ctx, other.id)).error().code, "promotions.illegal_move");
}

TEST_F(PromotionEdits, the_list_pages_newest_first) {
    std::vector<PromotionId> ids;
    for (int i = 0; i < 5; ++i) ids.push_back(made().id);
    std::vector<PromotionId> seen;
    PromotionFilter filter{.limit = Whole<1, 200>{2}};
    do {
        auto page = shop.run(list(shop.app, shop.ctx, filter)).value();
        for (const auto& one : page.items) seen.push_back(one.id);
        filter.cursor = page.next_cursor;
    } while (filter.cursor);
    std::ranges::reverse(seen);
    EXPECT_EQ(seen, ids);
}

TEST_F(PromotionEdits, batches_make_codes_nobody_can_guess) {
    auto promotion = made();
    auto batch = shop.run(make_coupons(shop.app, shop.ctx, promotion.id, *read_json<NewCoupons>(R"({"count":500,"prefix":"eid"})"))).value();
    EXPECT_EQ(batch.count, 500);
    auto csv = shop.run(coupons_csv(shop.app, shop.ctx, promotion.id, batch.batch)).value();
    EXPECT_EQ(std::ranges::count(csv, '\n'), 501);
    std::set<std::string> different(batch.codes.begin(), batch.codes.end());
    EXPECT_EQ(different.size(), 100u);
    for (const auto& code : different) {
        EXPECT_TRUE(code.starts_with("EID-"));
        EXPECT_EQ(code.size(), 14u);
        EXPECT_TRUE(CouponCode::parse(lower_ascii(code)).has_value());
    }
}

TEST_F(PromotionEdits, a_code_is_found_in_any_case_and_says_why_it_is_closed) {
    auto promotion = made(R"(,"needs_coupon":true)");
    ASSERT_TRUE(shop.run(make_coupons(shop.app, shop.ctx, promotion.id, *read_json<NewCoupons>(R"({"code":"free ship"})"))).has_value());
    auto look = [&](const char* code) { return shop.run(shop.app.db.read(shop.ctx, find_coupon(*CouponCode::parse(code), ""))); };
    EXPECT_EQ(closed_reason(look("nothing"), shop.ctx.now), Reason::unknown);
    EXPECT_EQ(closed_reason(look(" FreeShip "), shop.ctx.now), Reason::inactive) << "a draft";
    ASSERT_TRUE(shop.run(move(shop.app, shop.ctx, promotion.id, {}, "activate")).has_value());
    EXPECT_EQ(closed_reason(look("FREESHIP"), shop.ctx.now), std::nullopt);
    auto again = shop.run(make_coupons(shop.app, shop.ctx, promotion.id, *read_json<NewCoupons>(R"({"code":"freeship"})")));
    EXPECT_EQ(again.error().code, "promotions.code_taken");
    ASSERT_TRUE(shop.run(void_coupon(shop.app, shop.ctx, look("FREESHIP")->id)).has_value());
    EXPECT_EQ(closed_reason(look("FREESHIP"), shop.ctx.now), Reason::inactive);
    auto both = shop.run(make_coupons(shop.app, shop.ctx, promotion.id, *read_json<NewCoupons>(R"({"code":"A-1","count":3})")));
    EXPECT_EQ(both.error().code, "request.invalid");
}

}  // namespace
}  // namespace vitrine::promotions
