// Edits of paid orders over the admin API, with another way of delivery and another address.
#include "tests/shop/editor.h"

namespace vitrine::orders {
namespace {

using test::Editor;
using test::Shop;

Result<PaidEditMade> open_as_previewed(Editor& desk, OrderId order, PaidEditWish wish) {
    auto preview = desk.shop.run(preview_paid_edit(desk.shop.app, desk.staff(), order, wish));
    if (!preview) return refuse(std::move(preview.error()));
    return desk.open(order, {wish.lines, wish.shipping_address, wish.shipping_option, wish.payment_method, wish.to, preview->difference, *Text<1, 500>::parse("asked for")}, {}, preview->version);
}

TEST(paid_edit_delivery, goes_elsewhere_for_nothing_where_that_costs_the_same) {
    Editor desk;
    auto order = desk.paid();
    auto elsewhere = order.shipping_address;
    elsewhere.line1 = *Text<1, 160>::parse("77 Canal Road");
    auto made = open_as_previewed(desk, order.id, {.lines = {{desk.pen, {2}}}, .shipping_address = elsewhere});
    ASSERT_TRUE(made) << made.error().code;
    EXPECT_EQ(made->edit.state, PaidEditState::done);
    EXPECT_TRUE(made->edit.difference.is_zero());
    auto after = desk.seen(order.id);
    EXPECT_EQ(after.shipping_address.line1.str(), "77 Canal Road");
    EXPECT_EQ(after.total, order.total);
    desk.expect_sound();
}

TEST(paid_edit_delivery, refuses_ways_and_places_that_there_are_not) {
    Editor desk;
    auto order = desk.paid();
    EXPECT_EQ(open_as_previewed(desk, order.id, {.lines = {{desk.pen, {2}}}, .shipping_option = *Text<1, 80>::parse("by-balloon")}).error().code, "shipping.option_unknown");
    auto elsewhere = order.shipping_address;
    elsewhere.country = *CountryCode::parse("NZ");
    EXPECT_EQ(open_as_previewed(desk, order.id, {.lines = {{desk.pen, {2}}}, .shipping_address = elsewhere}).error().code, "shipping.address_not_served");
    desk.expect_sound();
}

TEST(paid_edit_way_to_pay, is_the_one_that_staff_names) {
    Editor desk;
    auto order = desk.paid();
    auto made = open_as_previewed(desk, order.id, {.lines = {{desk.pen, {3}}}, .payment_method = *Text<1, 40>::parse("bank_transfer")});
    ASSERT_TRUE(made) << made.error().code;
    EXPECT_EQ(made->edit.payment_method, "bank_transfer");
    desk.pay_difference(made->edit);
    EXPECT_EQ(desk.last(order.id).state, PaidEditState::done);
    desk.expect_sound();
    EXPECT_EQ(open_as_previewed(desk, order.id, {.lines = {{desk.pen, {4}}}, .payment_method = *Text<1, 40>::parse("cash_on_delivery")}).error().code, "payments.method_unavailable") << "the order is paid: nobody collects at the door";
}

TEST(paid_edit_way_to_pay, back_goes_to_each_payment_for_its_own) {
    Editor desk;
    auto order = desk.paid();
    auto made = open_as_previewed(desk, order.id, {.lines = {{desk.pen, {3}}}, .payment_method = *Text<1, 40>::parse("bank_transfer")});
    ASSERT_TRUE(made) << made.error().code;
    desk.pay_difference(made->edit);
    ASSERT_TRUE(desk.give_all_back(order.id));
    desk.shop.run_due_jobs();
    EXPECT_EQ(desk.held(), 0) << "the card has all of its own back";
    EXPECT_EQ(desk.shop.count("select amount from payments.refunds where by_hand"), 25'000) << "and the transfer waits for a person";
    EXPECT_NE(desk.seen(order.id).state, State::refunded);
}

}  // namespace
}  // namespace vitrine::orders
