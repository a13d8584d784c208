#include "core/money.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace vitrine {
namespace {

Currency currency(std::string_view code) { return Currency::parse(code).value(); }
Money money(std::int64_t minor, std::string_view code = "PKR") { return {minor, currency(code)}; }

TEST(currency, knows_how_many_decimals_each_has) {
    EXPECT_EQ(currency("JPY").decimals(), 0);
    EXPECT_EQ(currency("PKR").decimals(), 2);
    EXPECT_EQ(currency("KWD").decimals(), 3);
    EXPECT_EQ(currency("CLF").decimals(), 4);
    EXPECT_EQ(currency("PKR").display_decimals(), 0);
    EXPECT_EQ(currency("INR").display_decimals(), 2);
}

TEST(currency, is_found_only_by_its_exact_code) {
    for (auto code : {"AED", "ZWG", "USD"}) {
        ASSERT_TRUE(Currency::parse(code)) << code;
        EXPECT_EQ(Currency::parse(code)->code(), code);
    }
    for (auto code : {"", "pkr", "PK", "PKRS", "XAU", "XTS", "AAA", "ZZZ", "US "}) EXPECT_FALSE(Currency::parse(code)) << code;
    EXPECT_FALSE(Currency::parse(std::string_view("PK\0", 3)));
    EXPECT_TRUE(Currency().is_none());
    EXPECT_NE(Currency(), currency("AED"));
}

TEST(money, adds_and_subtracts_in_one_currency) {
    EXPECT_EQ(money(150) + money(275), money(425));
    EXPECT_EQ(money(150) - money(275), money(-125));
    EXPECT_EQ(-money(150), money(-150));
    EXPECT_EQ(money(1'299) * 3, money(3'897));
    EXPECT_EQ(money(1'299) * -1, money(-1'299));
    EXPECT_TRUE(money(1) < money(2));
    EXPECT_TRUE(money(2) <= money(2));
    EXPECT_FALSE(money(3) <= money(2));
}

TEST(money, never_mixes_currencies) {
    EXPECT_THROW(money(1, "PKR") + money(1, "INR"), std::logic_error);
    EXPECT_THROW(money(1, "PKR") - money(1, "INR"), std::logic_error);
    EXPECT_THROW((void)(money(1, "PKR") < money(1, "INR")), std::logic_error);
    EXPECT_THROW((void)(money(1, "PKR") <= Money{}), std::logic_error);
    EXPECT_FALSE(money(1, "PKR") == money(1, "INR"));
}

TEST(money, throws_instead_of_overflowing) {
    EXPECT_THROW(money(INT64_MAX) + money(1), std::logic_error);
    EXPECT_THROW(money(INT64_MIN) - money(1), std::logic_error);
    EXPECT_THROW(-money(INT64_MIN), std::logic_error);
    EXPECT_THROW(money(INT64_MAX) * 2, std::logic_error);
    EXPECT_THROW(money(INT64_MIN) * -1, std::logic_error);
    EXPECT_THROW(multiply_divide(INT64_MAX, 3, 2, Rounding::down), std::logic_error);
    EXPECT_EQ(multiply_divide(INT64_MAX, INT64_MAX, INT64_MAX, Rounding::half_up), INT64_MAX) << "128 bits inside";
    EXPECT_EQ(multiply_divide(INT64_MIN, 1, 1, Rounding::half_up), INT64_MIN);
    EXPECT_THROW(multiply_divide(1, 1, 0, Rounding::down), std::logic_error);
    EXPECT_THROW(multiply_divide(1, 1, -1, Rounding::down), std::logic_error);
}

struct Spelling {
    std::string_view code;
    std::int64_t minor;
    std::string_view text;
};

TEST(money, is_written_with_all_decimals_of_its_currency_and_read_back) {
    for (auto [code, minor, text] : {
             Spelling{"JPY", 500, "500"},
             {"JPY", 0, "0"},
             {"JPY", -7, "-7"},
             {"PKR", 123'450, "1234.50"},
             {"PKR", 5, "0.05"},
             {"PKR", -5, "-0.05"},
             {"PKR", 100, "1.00"},
             {"KWD", 5, "0.005"},
             {"KWD", 1'235, "1.235"},
             {"KWD", -12'000, "-12.000"},
             {"CLF", 1, "0.0001"},
             {"CLF", 123'456'789, "12345.6789"},
             {"INR", INT64_MAX, "92233720368547758.07"},
             {"INR", INT64_MIN, "-92233720368547758.08"},
         }) {
        EXPECT_EQ(format_major(money(minor, code)), text);
        EXPECT_EQ(parse_major(text, currency(code)), money(minor, code)) << text;
    }
}

TEST(money, is_read_with_fewer_decimals_than_its_currency_has) {
    EXPECT_EQ(parse_major("12", currency("PKR")), money(1'200));
    EXPECT_EQ(parse_major("12.5", currency("PKR")), money(1'250));
    EXPECT_EQ(parse_major("007.50", currency("PKR")), money(750));
    EXPECT_EQ(parse_major("-0", currency("PKR")), money(0));
}

TEST(money, is_not_read_from_anything_but_a_plain_decimal_number) {
    for (auto text : {"",
                      "-",
                      ".",
                      "1.",
                      ".5",
                      "1.234",
                      "1,000",
                      "+1",
                      " 1",
                      "1 ",
                      "1e3",
                      "0x1",
                      "--1",
                      "1.-1",
                      "1.2.3",
                      "٣",
                      "Rs 1",
                      "NaN",
                      "92233720368547758.08",
                      "-92233720368547758.09",
                      "999999999999999999999"})
        EXPECT_FALSE(parse_major(text, currency("PKR"))) << text;
    EXPECT_FALSE(parse_major("500.0", currency("JPY")));
    EXPECT_FALSE(parse_major(std::string_view("1\0", 2), currency("PKR")));
}

TEST(money, is_shown_to_people_in_their_way) {
    EXPECT_EQ(format_for_people(money(125'000, "PKR")), "Rs 1,250");
    EXPECT_EQ(format_for_people(money(12'990, "PKR")), "Rs 129.90") << "digits that matter are shown, and then all of them";
    EXPECT_EQ(format_for_people(money(-5, "PKR")), "-Rs 0.05");
    EXPECT_EQ(format_for_people(money(12'345'600, "INR")), "₹1,23,456.00");
    EXPECT_EQ(format_for_people(money(123'450, "USD")), "$1,234.50");
    EXPECT_EQ(format_for_people(money(123'450, "CHF")), "CHF 1,234.50");
    EXPECT_EQ(format_for_people(money(500, "JPY")), "JPY 500");
    EXPECT_EQ(format_for_people(money(5, "KWD")), "KWD 0.005");
    EXPECT_EQ(format_for_people(money(INT64_MIN, "PKR")), "-Rs 92,233,720,368,547,758.08");
}

TEST(money, splits_by_weights_with_the_larger_remainder_first) {
    std::int64_t thirds[] = {1, 1, 1}, none[] = {0, 0}, first_of_two[] = {7, 0};
    EXPECT_EQ(split_by_largest_remainder(money(-100), thirds), (std::vector{money(-34), money(-33), money(-33)}));
    EXPECT_EQ(split_by_largest_remainder(money(5), none), (std::vector{money(3), money(2)}));
    EXPECT_EQ(split_by_largest_remainder(money(5), first_of_two), (std::vector{money(5), money(0)}));
    EXPECT_TRUE(split_by_largest_remainder(money(0), {}).empty());
    EXPECT_THROW(split_by_largest_remainder(money(1), {}), std::logic_error);
    std::int64_t negative[] = {2, -1}, one[] = {1}, large[] = {INT64_MAX, INT64_MAX};
    EXPECT_THROW(split_by_largest_remainder(money(1), negative), std::logic_error);
    EXPECT_EQ(split_by_largest_remainder(money(INT64_MIN), one), std::vector{money(INT64_MIN)});
    EXPECT_EQ(split_by_largest_remainder(money(3), large), (std::vector{money(2), money(1)}));
}

// Trap 18: a currency is not always hundredths. Stripe wants the last of three decimals to be 0, and ISK and UGX, which have no
// decimals in ISO 4217, with two that are always 00 (docs.stripe.com/currencies, special cases).
TEST(money, trap_18_is_sent_to_stripe_in_the_decimals_stripe_expects) {
    EXPECT_EQ(parse_major("500", currency("JPY"))->minor, 500);
    EXPECT_EQ(parse_major("1.235", currency("KWD"))->minor, 1'235);
    EXPECT_EQ(parse_major("10.10", currency("INR"))->minor, 1'010);
    EXPECT_EQ(stripe_amount(money(500, "JPY")), 500);
    EXPECT_EQ(stripe_amount(money(1'010, "INR")), 1'010);
    EXPECT_EQ(stripe_amount(money(1'230, "KWD")), 1'230);
    EXPECT_EQ(stripe_amount(money(1'235, "KWD")), std::nullopt) << "cannot be said exactly";
    EXPECT_EQ(stripe_amount(money(5, "ISK")), 500);
    EXPECT_EQ(stripe_amount(money(5, "UGX")), 500);
    EXPECT_EQ(stripe_amount(money(12'300, "CLF")), 123);
    EXPECT_EQ(stripe_amount(money(12'345, "CLF")), std::nullopt);
    EXPECT_EQ(stripe_amount(money(INT64_MAX, "ISK")), std::nullopt) << "does not fit";
}

TEST(money, comes_back_from_stripe_as_it_was_sent) {
    for (auto code : {"JPY", "INR", "KWD", "ISK", "UGX", "CLF", "PKR"})
        for (std::int64_t minor : {0, 10, 500, 12'300, 990'000}) {
            auto sent = stripe_amount(money(minor, code));
            if (!sent) continue;
            EXPECT_EQ(from_stripe_amount(*sent, currency(code)), money(minor, code)) << code << ' ' << minor;
        }
    EXPECT_EQ(from_stripe_amount(550, currency("ISK")), std::nullopt) << "half a krona";
}

}  // namespace
}  // namespace vitrine
