#include "modules/storefront/show.h"

#include <gtest/gtest.h>

#include "modules/storefront/flash.h"

namespace vitrine::storefront {
namespace {

const Currency pkr = *Currency::parse("PKR");

std::string text(const html::Members& data, const char* name) {
    auto& value = data.at(name).value();
    return std::holds_alternative<std::string>(value) ? std::get<std::string>(value) : std::get<bool>(value) ? "yes" : "no";
}

}  // namespace

TEST(add_stock, says_how_much_is_left_when_it_is_little) {
    html::Members data;
    add_stock(data, 6, 5);
    EXPECT_EQ(text(data, "stock_text"), "In stock");
    add_stock(data, 5, 5);
    EXPECT_EQ(text(data, "stock_text"), "Only 5 left");
    EXPECT_EQ(text(data, "low"), "yes");
    add_stock(data, 0, 5);
    EXPECT_EQ(text(data, "stock_text"), "Sold out");
    EXPECT_EQ(text(data, "low"), "no");
    EXPECT_EQ(text(data, "out"), "yes");
}

TEST(add_price, shows_a_former_price_only_when_it_was_higher) {
    html::Members data;
    add_price(data, {187'500, pkr}, Money{250'000, pkr});
    EXPECT_EQ(text(data, "price"), "Rs 1,875");
    EXPECT_EQ(text(data, "was"), "Rs 2,500");
    EXPECT_EQ(text(data, "off"), "−25 %");
    add_price(data, {250'000, pkr}, Money{250'000, pkr});
    EXPECT_EQ(text(data, "was"), "no");
    EXPECT_EQ(text(data, "off"), "no");
}

TEST(percent_off, never_promises_more_than_it_gives) { EXPECT_EQ(percent_off({66'700, pkr}, {100'000, pkr}), "−33 %"); }

TEST(counted, groups_thousands_and_knows_one) {
    EXPECT_EQ(counted(0, "item", "items"), "0 items");
    EXPECT_EQ(counted(1, "item", "items"), "1 item");
    EXPECT_EQ(counted(1'234'567, "item", "items"), "1,234,567 items");
}

TEST(day_and_time, is_the_stores_own) {
    auto at = *parse_rfc3339("2026-11-20T20:05:00Z");
    EXPECT_EQ(day_and_time(at, "Asia/Karachi"), "21 Nov 2026, 01:05");
    EXPECT_EQ(day_and_time(at, "Europe/London"), "20 Nov 2026, 20:05");
}

TEST(flash_of, says_nothing_that_was_not_written_here) {
    EXPECT_FALSE(std::get<bool>(flash_of("<b>you won</b>").value()));
    EXPECT_TRUE(std::holds_alternative<std::shared_ptr<const html::Members>>(flash_of("added").value()));
}

TEST(flash_code_of, knows_a_message_for_every_refusal) {
    for (auto code : {"stock.short", "carts.stale_version", "orders.price_changed", "never.heard_of"}) {
        Refusal refusal{.code = code};
        EXPECT_TRUE(std::holds_alternative<std::shared_ptr<const html::Members>>(flash_of(flash_code_of(refusal)).value())) << code;
    }
}

}  // namespace vitrine::storefront
