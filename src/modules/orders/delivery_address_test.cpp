#include "modules/orders/delivery_address.h"

#include <gtest/gtest.h>

#include "modules/documents/api.h"
#include "modules/orders/list.h"
#include "tests/shop/preset_shop.h"

namespace vitrine::orders {
namespace {

using test::PresetShop;

// Requirement P5: what an order says is a snapshot; only staff's own act changes where it goes, and nothing that it costs.
TEST(delivery_address, changes_within_the_same_taxes_and_is_found_there) {
    PresetShop ghee("ghee");
    auto order = ghee.paid(ghee.cart({{"Ghee", 94'900}}, PresetShop::address("Radhika Sharma", "Jaipur", "IN", "Rajasthan")));
    auto moved = ghee.shop.run(change_delivery_address(ghee.shop.app, ghee.staff(), order.id, PresetShop::address("Radhika Sharma", "Udaipur", "IN", "Rajasthan", "9 Lake Road")));
    ASSERT_TRUE(moved) << moved.error().code;
    EXPECT_EQ(moved->total, order.total);
    EXPECT_EQ(ghee.shop.run(view(ghee.shop.app, ghee.staff(), order.id, ""))->shipping_address.city.str(), "Udaipur");
    EXPECT_EQ(ghee.shop.run(list(ghee.shop.app, ghee.staff(), {.text = Text<1, 200>::parse("udaipur")}))->items.size(), 1u);
    EXPECT_EQ(ghee.shop.count("select count(*) from orders.happenings where kind = 'address_changed'"), 1);
}

TEST(delivery_address, refuses_where_the_order_would_cost_something_else_or_says_so_on_paper) {
    PresetShop ghee("ghee");
    auto order = ghee.paid(ghee.cart({{"Ghee", 94'900}}, PresetShop::address("Radhika Sharma", "Jaipur", "IN", "Rajasthan")));
    auto to = [&](const carts::Address& address) { return ghee.shop.run(change_delivery_address(ghee.shop.app, ghee.staff(), order.id, address)); };
    EXPECT_EQ(to(PresetShop::address("Radhika Sharma", "Mumbai", "IN", "Maharashtra")).error().code, "orders.other_delivery") << "another tax";
    EXPECT_EQ(to(PresetShop::address("Radhika Sharma", "Lahore", "PK")).error().code, "orders.other_delivery");
    ASSERT_TRUE(ghee.shop.run(documents::issue_invoice(ghee.shop.app, ghee.staff(), order.id)));
    EXPECT_EQ(to(PresetShop::address("Radhika Sharma", "Udaipur", "IN", "Rajasthan")).error().code, "orders.sealed");
}

TEST(delivery_address, refuses_an_order_that_has_left) {
    PresetShop ghee("ghee");
    auto order = ghee.paid(ghee.cart({{"Ghee", 94'900}}, PresetShop::address("Radhika Sharma", "Jaipur", "IN", "Rajasthan")));
    for (auto verb : {"process", "pack", "ship"}) ghee.move(order.id, verb);
    auto refused = ghee.shop.run(change_delivery_address(ghee.shop.app, ghee.staff(), order.id, PresetShop::address("Radhika Sharma", "Udaipur", "IN", "Rajasthan")));
    EXPECT_EQ(refused.error().code, "orders.illegal_move");
}

}  // namespace
}  // namespace vitrine::orders
