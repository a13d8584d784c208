#include <gtest/gtest.h>

#include "tests/shop/shop.h"

namespace vitrine::carts {
namespace {

using test::Shop;

class kept_lists : public testing::Test {
protected:
    Shop shop;
    VariantId pen = shop.article("PEN-1", Shop::rupees(250), 10);
    CartView made = *shop.run(create(shop.app, shop.ctx, AddLine{pen, {3}, {}}));
    Access access{*made.token}, list;

    SavedForLater save() {
        auto line = shop.run(view(shop.app, shop.ctx, made.id, access))->lines.at(0).id;
        auto saved = shop.run(save_for_later(shop.app, shop.ctx, made.id, access, list, line, {}));
        EXPECT_TRUE(saved);
        if (saved->list_token) list = {*saved->list_token};
        return *saved;
    }
};

TEST_F(kept_lists, a_line_goes_to_the_list_and_comes_back_with_its_quantity) {
    auto saved = save();
    EXPECT_TRUE(saved.cart.lines.empty());
    EXPECT_GT(saved.cart.version, 2);
    ASSERT_TRUE(saved.list_token);
    auto later = *shop.run(kept(shop.app, shop.ctx, ListKind::later, list));
    ASSERT_EQ(later.items.size(), 1u);
    EXPECT_EQ(later.items[0].quantity, 3);
    auto back = *shop.run(put_back(shop.app, shop.ctx, made.id, access, ListKind::later, list, pen));
    EXPECT_EQ(back.lines.at(0).quantity, 3);
    auto again = *shop.run(put_back(shop.app, shop.ctx, made.id, access, ListKind::later, list, pen));
    EXPECT_EQ(again.lines.at(0).quantity, 3) << "it is on the list no longer: nothing happens twice";
    EXPECT_TRUE(shop.run(kept(shop.app, shop.ctx, ListKind::later, list))->items.empty());
}

TEST_F(kept_lists, quantities_add_up_on_both_sides) {
    save();
    shop.run(add_line(shop.app, shop.ctx, made.id, access, {pen, {2}, {}}));
    save();
    EXPECT_EQ(shop.run(kept(shop.app, shop.ctx, ListKind::later, list))->items.at(0).quantity, 5);
    shop.run(add_line(shop.app, shop.ctx, made.id, access, {pen, {1}, {}}));
    EXPECT_EQ(shop.run(put_back(shop.app, shop.ctx, made.id, access, ListKind::later, list, pen))->lines.at(0).quantity, 6);
}

TEST_F(kept_lists, a_line_that_is_not_there_is_not_saved) {
    auto none = shop.run(save_for_later(shop.app, shop.ctx, made.id, access, {}, LineId::next(shop.ctx.now), {}));
    EXPECT_EQ(none.error().code, "carts.line_unknown");
    auto stale_edit = shop.run(save_for_later(shop.app, shop.ctx, made.id, access, {}, made.lines[0].id, 1));
    EXPECT_EQ(stale_edit.error().code, "carts.stale_version");
    EXPECT_EQ(shop.count("select count(*) from carts.kept"), 0);
}

TEST_F(kept_lists, wishes_say_when_something_costs_less_and_when_it_is_back) {
    auto wished = *shop.run(wish(shop.app, shop.ctx, {}, pen));
    list = {*wished.token};
    EXPECT_FALSE(shop.run(wish(shop.app, shop.ctx, list, pen))->token);
    shop.set_price(pen, Shop::rupees(200));
    auto now = *shop.run(kept(shop.app, shop.ctx, ListKind::wish, list));
    ASSERT_EQ(now.items.size(), 1u);
    EXPECT_TRUE(now.items[0].is_cheaper);
    EXPECT_EQ(*now.items[0].price_then, Shop::rupees(250));
    shop.set_price(pen, Shop::rupees(300));
    EXPECT_FALSE(shop.run(kept(shop.app, shop.ctx, ListKind::wish, list))->items[0].is_cheaper);
    shop.snapshots->catalog->variants.erase(pen);
    EXPECT_FALSE(shop.run(kept(shop.app, shop.ctx, ListKind::wish, list))->items[0].price);
    EXPECT_EQ(shop.run(wish(shop.app, shop.ctx, list, pen)).error().code, "carts.variant_unknown");
    EXPECT_TRUE(shop.run(drop_kept(shop.app, shop.ctx, ListKind::wish, list, pen))->items.empty());
}

TEST_F(kept_lists, one_guest_does_not_see_the_list_of_another) {
    auto wished = *shop.run(wish(shop.app, shop.ctx, {}, pen));
    EXPECT_TRUE(shop.run(kept(shop.app, shop.ctx, ListKind::wish, {"guess"}))->items.empty());
    EXPECT_TRUE(shop.run(kept(shop.app, shop.ctx, ListKind::wish, {}))->items.empty());
    EXPECT_EQ(shop.run(kept(shop.app, shop.ctx, ListKind::wish, {*wished.token}))->items.size(), 1u);
}

TEST_F(kept_lists, a_list_holds_two_hundred) {
    auto wished = *shop.run(wish(shop.app, shop.ctx, {}, pen));
    list = {*wished.token};
    shop.database.run("insert into carts.kept (store_id, owner, kind, variant) select store_id, owner, kind, gen_random_uuid() from carts.kept, generate_series(1, 199)");
    auto ink = shop.article("INK-1", Shop::rupees(900), 5);
    EXPECT_EQ(shop.run(wish(shop.app, shop.ctx, list, ink)).error().code, "carts.list_full");
    EXPECT_TRUE(shop.run(wish(shop.app, shop.ctx, list, pen))) << "it is there already";
}

}  // namespace
}  // namespace vitrine::carts
