#include <gtest/gtest.h>

#include "tests/shop/shop.h"

namespace vitrine::carts {
namespace {

using test::Shop;

class cart : public testing::Test {
protected:
    Shop shop;
    VariantId pen = shop.article("PEN-1", Shop::rupees(250), 10);
    CartView made = *shop.run(create(shop.app, shop.ctx, {}));
    Access access{*made.token};

    Result<CartView> add(VariantId variant, std::int64_t quantity, std::optional<std::int64_t> version = {}) {
        return shop.run(add_line(shop.app, shop.ctx, made.id, access, {variant, {quantity}, version}));
    }
    Result<CartView> edit(LineId line, std::int64_t quantity, std::optional<std::int64_t> version = {}) {
        return shop.run(edit_line(shop.app, shop.ctx, made.id, access, line, {{quantity}, version}));
    }
};

TEST_F(cart, adds_up_quantities_of_one_variant_and_counts_its_versions) {
    EXPECT_EQ(add(pen, 1)->version, 2);
    auto twice = add(pen, 2);
    ASSERT_EQ(twice->lines.size(), 1u);
    EXPECT_EQ(twice->lines[0].quantity, 3);
    EXPECT_EQ(twice->version, 3);
    EXPECT_EQ(twice->subtotal, Shop::rupees(750));
    EXPECT_EQ(add(pen, 9'999)->lines[0].quantity, 9'999);
}

TEST_F(cart, keeps_its_lines_in_the_order_they_came) {
    auto ink = shop.article("INK-1", Shop::rupees(900), 5);
    add(ink, 1);
    add(pen, 1);
    auto view = add(ink, 1);
    ASSERT_EQ(view->lines.size(), 2u);
    EXPECT_EQ(view->lines[0].sku, "INK-1");
    EXPECT_EQ(view->item_count, 3);
}

TEST_F(cart, refuses_an_edit_of_a_version_that_is_gone) {
    add(pen, 1, 1);
    auto late = add(pen, 1, 1);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().code, "carts.stale_version");
    EXPECT_EQ(late.error().errors[0].pointer, "/version");
}

TEST_F(cart, removes_a_line_at_zero_and_refuses_one_it_does_not_have) {
    auto line = add(pen, 2)->lines[0].id;
    EXPECT_EQ(edit(line, 5)->lines[0].quantity, 5);
    EXPECT_TRUE(edit(line, 0)->lines.empty());
    EXPECT_EQ(edit(line, 1).error().code, "carts.line_unknown");
}

TEST_F(cart, belongs_to_the_holder_of_its_token) {
    EXPECT_EQ(shop.run(view(shop.app, shop.ctx, made.id, {"guess"})).error().code, "carts.not_found");
    access.token = "guess";
    EXPECT_EQ(add(pen, 1).error().code, "carts.not_found");
}

TEST_F(cart, refuses_what_is_not_for_sale_and_says_when_a_line_no_longer_is) {
    EXPECT_EQ(add(VariantId::next(shop.ctx.now), 1).error().code, "carts.variant_unknown");
    add(pen, 1);
    shop.snapshots->catalog->variants.erase(pen);
    auto view_now = shop.run(view(shop.app, shop.ctx, made.id, access));
    EXPECT_TRUE(view_now->lines[0].notice);
    EXPECT_EQ(view_now->subtotal, Shop::rupees(0));
}

TEST_F(cart, holds_two_hundred_lines_and_no_more) {
    for (int i = 0; i < 200; ++i) ASSERT_TRUE(add(shop.article("SKU-" + std::to_string(i), Shop::rupees(1), 1), 1)) << i;
    EXPECT_EQ(add(pen, 1).error().code, "carts.too_many_lines");
}

// Trap 52: twenty adds at once lose nothing and double nothing.
TEST_F(cart, counts_every_one_of_many_edits_at_once) {
    std::vector<Task<Result<CartView>>> edits;
    for (int i = 0; i < 20; ++i) edits.push_back(add_line(shop.app, shop.ctx, made.id, access, {pen, {1}, {}}));
    auto views = shop.run(test::all_of(std::move(edits)));
    auto final_view = shop.run(view(shop.app, shop.ctx, made.id, access));
    EXPECT_EQ(final_view->lines[0].quantity, 20);
    EXPECT_EQ(final_view->version, 21);
    for (const auto& seen : views) EXPECT_EQ(seen->lines[0].quantity, seen->version - 1) << "a view must show the lines of its own version";
}

}  // namespace
}  // namespace vitrine::carts
