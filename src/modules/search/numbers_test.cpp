#include "modules/search/numbers.h"

#include <gtest/gtest.h>

namespace vitrine::search {

TEST(decimal, orders_as_numbers_do) {
    const char* rising[] = {"-12.5", "-12.25", "-1", "-0.5", "-0.05", "0", "0.05", "0.5", "0.51", "1", "9", "10", "10.000000001", "999999999999999999"};
    for (size_t i = 1; i < std::size(rising); ++i) {
        ASSERT_TRUE(read_decimal(rising[i])) << rising[i];
        EXPECT_LT(*read_decimal(rising[i - 1]), *read_decimal(rising[i])) << rising[i];
    }
    EXPECT_EQ(read_decimal("0.50"), read_decimal("0.5"));
    EXPECT_EQ(read_decimal("-0"), read_decimal("0"));
}

TEST(decimal, is_nothing_else) {
    for (const char* text : {"", "-", ".", "1.", ".5", "1e3", "1,5", " 1", "1 ", "--1", "0.0000000001", "1000000000000000000", "0x1", "A4", "1.-5"}) EXPECT_FALSE(read_decimal(text)) << text;
}

TEST(number_range, holds_its_bounds) {
    auto range = read_range("0.5..1");
    ASSERT_TRUE(range);
    EXPECT_TRUE(range->holds(*read_decimal("0.5")) && range->holds(*read_decimal("1")));
    EXPECT_FALSE(range->holds(*read_decimal("0.49")) || range->holds(*read_decimal("1.000000001")));
    EXPECT_TRUE(read_range("0.5..")->holds(*read_decimal("1000")));
    EXPECT_TRUE(read_range("..1")->holds(*read_decimal("-1")));
}

TEST(number_range, is_nothing_else) {
    for (const char* text : {"", "..", "1", "1.5", "2..1", "a..b", "1..b", "1...2", "1..2..3"}) EXPECT_FALSE(read_range(text)) << text;
}

}  // namespace vitrine::search
