#include "core/card_number.h"

#include <gtest/gtest.h>

namespace vitrine {
namespace {

TEST(card_number, is_found_however_it_is_written) {
    for (const auto* text : {"4242424242424242", "4242 4242 4242 4242", "4242-4242-4242-4242", "4242.4242.4242.4242", "pay with 5555555555554444, please", "{\"note\":\"378282246310005\"}",
                             "3782 822463 10005", "{\"n\":6011111111111117}", "no. 2223003122003222!", "3056 930902 5904", "3566002020360505", "card=4000000000000002", "4242 4242 4242 4242 12/29"})
        EXPECT_TRUE(holds_card_number(text)) << text;
}

TEST(card_number, is_not_what_only_looks_like_one) {
    for (const auto* text : {"4242424242424241", "1234567890123452", "42424242424242424242424", "ord_4242424242424242", "4242424242424242a", "x4242424242424242", "+4242424242424242",
                             "4242 4242 4242", "42 42 42 42 42 42 42 42", "", "4242", "1764500000000000", "2026-11-30 10:42:57"})
        EXPECT_FALSE(holds_card_number(text)) << text;
}

TEST(card_number, is_not_a_barcode_a_phone_an_account_or_an_id) {
    for (const auto* text : {"4006381333931", "4111111111119", "36901234567892", "+923001234567", "0092 300 1234567", "PK00INDU0000000123456789", "0000123456789", "pay_06ey5n3zpsxqk2v9qa8b1c3d4e",
                             "2026-03-01T10:00:00.000Z", "27AAPFU0939F1ZV", "4bf92f3577b34da6a3ce929d0e0e4736"})
        EXPECT_FALSE(holds_card_number(text)) << text;
}

}  // namespace
}  // namespace vitrine
