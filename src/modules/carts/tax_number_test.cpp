// A buyer's tax number is checked when it is entered and kept with the order.
#include <gtest/gtest.h>

#include "tests/shop/shop.h"

namespace vitrine::carts {
namespace {

using test::Shop;

struct CartTaxNumber : testing::Test {
    Result<CartView> enter(const std::string& country, const std::string& number, const std::string& billing_number = {}) {
        auto address = [&](const std::string& tax_number) {
            Address made{.name = *Text<1, 120>::parse("Ayesha Khan"), .line1 = *Text<1, 160>::parse("12 Mall Road"), .city = *Text<1, 80>::parse("Lahore"), .country = *CountryCode::parse(country)};
            if (!tax_number.empty()) made.tax_number = *Text<1, 20>::parse(tax_number);
            return made;
        };
        Addresses in{*Email::parse("a@example.com"), address(number), {}, {}};
        if (!billing_number.empty()) in.billing = address(billing_number);
        return shop.run(set_addresses(shop.app, shop.ctx, cart.id, cart.access, in));
    }
    std::string fault(const Result<CartView>& refused) { return refused ? "" : refused.error().errors.at(0).pointer + " " + refused.error().errors.at(0).code; }

    Shop shop;
    Shop::Cart cart = shop.cart_ready_to_place({{shop.article("PEN-1", Shop::rupees(250), 10), 1}});
};

TEST_F(CartTaxNumber, is_taken_in_the_form_of_its_country) {
    EXPECT_EQ(enter("PK", "1234567-8").value().shipping_address->tax_number->str(), "1234567-8");
    EXPECT_EQ(enter("IN", "27 aapfu 0939 f1zv").value().shipping_address->tax_number->str(), "27AAPFU0939F1ZV") << "in capitals, without blanks";
    EXPECT_EQ(fault(enter("PK", "12345")), "/shipping/tax_number tax_number.malformed");
    EXPECT_EQ(fault(enter("IN", "27AAPFU0939F1ZW")), "/shipping/tax_number tax_number.malformed") << "the check character is wrong";
    EXPECT_EQ(fault(enter("PK", "1234567", "123")), "/billing/tax_number tax_number.malformed");
    EXPECT_EQ(enter("PK", "").value().shipping_address->tax_number, std::nullopt);
}

TEST_F(CartTaxNumber, stands_on_the_orders_snapshot_and_stays_there) {
    ASSERT_TRUE(enter("PK", "1234567-8"));
    auto placed = shop.place(cart);
    ASSERT_TRUE(placed.result) << placed.refusal();
    auto seen = shop.run(orders::view(shop.app, shop.ctx, placed.order().id, *placed.order().token)).value();
    EXPECT_EQ(seen.shipping_address.tax_number->str(), "1234567-8");
}

}  // namespace
}  // namespace vitrine::carts
