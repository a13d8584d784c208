// Rounding, shares and taxes: vectors made outside the program, laws over all prices, and the traps of other shops by their number.
#include <fstream>
#include <numeric>
#include <random>
#include <sstream>

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include "core/money.h"

namespace vitrine {
namespace {

namespace json = boost::json;

const json::object& vectors() {
    static const json::value all = [] {
        std::ifstream file("tests/data/money-test-vectors.json");
        std::stringstream text;
        text << file.rdbuf();
        return json::parse(text.str());
    }();
    return all.as_object();
}

const json::array& cases(std::string_view name) {
    const auto& found = vectors().at(name).as_array();
    EXPECT_FALSE(found.empty()) << name;
    return found;
}

Money rupees(std::int64_t minor) { return {minor, Currency::parse("INR").value()}; }
std::int64_t whole(const json::object& from, std::string_view name) { return from.at(name).as_int64(); }
Rate rate_of(const json::object& from) { return {whole(from, "rate_ppm")}; }

/// "-2.49" as a numerator over a power of ten.
std::pair<std::int64_t, std::int64_t> fraction(std::string text) {
    std::int64_t denominator = 1;
    auto point = text.find('.');
    for (size_t i = point + 1; i < text.size(); ++i) denominator *= 10;
    text.erase(point, 1);
    return {std::stoll(text), denominator};
}

TEST(rounding, makes_whole_as_its_name_says) {
    for (const auto& item : cases("rounding_to_integer")) {
        const auto& row = item.as_object();
        auto [numerator, denominator] = fraction(std::string(row.at("value").as_string()));
        auto expect = [&](std::string_view name, Rounding mode) {
            EXPECT_EQ(multiply_divide(numerator, 1, denominator, mode), std::stoll(std::string(row.at(name).as_string()))) << name << ' ' << row.at("value");
        };
        expect("half_up", Rounding::half_up);
        expect("half_even", Rounding::half_even);
        expect("down", Rounding::down);
        expect("up", Rounding::up);
    }
}

TEST(rounding, leaves_whole_numbers_alone) {
    for (auto mode : {Rounding::half_up, Rounding::half_even, Rounding::down, Rounding::up})
        for (std::int64_t n : {-3, 0, 7}) EXPECT_EQ(multiply_divide(n * 10, 1, 10, mode), n);
}

TEST(split, follows_the_vectors) {
    for (const auto& item : cases("largest_remainder")) {
        const auto& row = item.as_object();
        auto weights = json::value_to<std::vector<std::int64_t>>(row.at("weights"));
        auto parts = split_by_largest_remainder(rupees(whole(row, "total_minor")), weights);
        std::vector<std::int64_t> minors;
        for (const auto& part : parts) minors.push_back(part.minor);
        EXPECT_EQ(minors, json::value_to<std::vector<std::int64_t>>(row.at("parts"))) << row;
    }
}

// Trap 11: a discount spread over lines loses or gains a unit.
TEST(split, trap_11_always_sums_to_the_total_and_strays_less_than_one_unit) {
    std::mt19937_64 random(11);
    for (int round = 0; round < 20'000; ++round) {
        std::vector<std::int64_t> weights(1 + random() % 12);
        for (auto& weight : weights) weight = random() % 5 == 0 ? 0 : std::int64_t(random() % 10'000'000);
        auto total = rupees(std::int64_t(random() % 200'000'001) - 100'000'000);
        auto parts = split_by_largest_remainder(total, weights);
        ASSERT_EQ(parts.size(), weights.size());
        ASSERT_EQ(std::accumulate(parts.begin(), parts.end(), rupees(0)), total);

        auto sum = std::accumulate(weights.begin(), weights.end(), std::int64_t(0));
        for (size_t i = 0; sum > 0 && i < parts.size(); ++i) {
            auto lower = multiply_divide(total.minor, weights[i], sum, Rounding::down), upper = multiply_divide(total.minor, weights[i], sum, Rounding::up);
            ASSERT_TRUE(parts[i].minor == lower || parts[i].minor == upper) << total.minor << " * " << weights[i] << " / " << sum;
        }
        auto mirrored = split_by_largest_remainder(-total, weights);
        for (size_t i = 0; i < parts.size(); ++i) ASSERT_EQ(mirrored[i], -parts[i]) << "the sign changes nothing else";
    }
}

TEST(tax, in_gross_follows_the_vectors) {
    for (const auto& item : cases("tax_inclusive_half_up")) {
        const auto& row = item.as_object();
        auto gross = rupees(whole(row, "gross_minor"));
        auto tax = tax_in_gross(gross, rate_of(row), Rounding::half_up);
        EXPECT_EQ(tax.minor, whole(row, "tax")) << row;
        EXPECT_EQ((gross - tax).minor, whole(row, "net")) << row;
    }
}

// Trap 5: rounding the net first makes 16.00 at 19 % hold 2.56 of tax.
TEST(tax, trap_5_gross_is_authoritative_for_every_price_and_rate) {
    EXPECT_EQ(tax_in_gross(rupees(1'600), 19_percent, Rounding::half_up).minor, 255);
    for (auto rate : {3_percent, 5_percent, 12_percent, 18_percent, 28_percent})
        for (std::int64_t minor = 1; minor <= 10'000; ++minor) {
            auto gross = rupees(minor), tax = tax_in_gross(gross, rate, Rounding::half_up), net = gross - tax;
            ASSERT_EQ(net + tax, gross);
            ASSERT_FALSE(tax.is_negative() || net.is_negative());
            // |tax - gross * rate / (1 + rate)| <= 1/2, cleared of its denominator.
            auto stray = 2 * (tax.minor * (1'000'000 + rate.ppm) - minor * rate.ppm);
            ASSERT_LE(std::abs(stray), 1'000'000 + rate.ppm) << minor << " at " << rate.ppm;
            ASSERT_EQ(tax_in_gross(-gross, rate, Rounding::half_up), -tax) << "a refund takes back what was charged";
        }
}

// Trap 4: the sum of rounded line taxes is not the tax of the sum. Both are right by their own policy; neither may be taken for the other.
TEST(tax, trap_4_per_line_and_on_the_total_are_two_policies) {
    for (const auto& item : cases("per_line_vs_total")) {
        const auto& row = item.as_object();
        auto total = rupees(0), taxes = rupees(0);
        const auto& lines = row.at("lines_minor").as_array();
        for (size_t i = 0; i < lines.size(); ++i) {
            auto line = rupees(lines[i].as_int64()), tax = share(line, rate_of(row), Rounding::half_up);
            EXPECT_EQ(tax.minor, row.at("tax_per_line").as_array()[i].as_int64()) << row;
            total += line;
            taxes += tax;
        }
        EXPECT_EQ(taxes.minor, whole(row, "sum_per_line")) << row;
        EXPECT_EQ(share(total, rate_of(row), Rounding::half_up).minor, whole(row, "tax_on_total")) << row;
    }
}

TEST(tax, of_india_is_halved_with_each_half_rounded_alone) {
    for (const auto& item : cases("gst_split")) {
        const auto& row = item.as_object();
        auto taxable = rupees(whole(row, "taxable_minor"));
        Rate half{rate_of(row).ppm / 2};
        EXPECT_EQ(share(taxable, rate_of(row), Rounding::half_up).minor, whole(row, "igst")) << row;
        EXPECT_EQ(share(taxable, half, Rounding::half_up).minor, whole(row, "cgst")) << row;
    }
}

// Trap 7: rounding the price of one and multiplying is not the price of many. 1,000 at 33.5 minor units.
TEST(rounding, trap_7_a_line_is_rounded_once_after_multiplying) {
    EXPECT_EQ(multiply_divide(1'000, 335, 10, Rounding::half_up), 33'500);
    EXPECT_NE(1'000 * multiply_divide(1, 335, 10, Rounding::half_up), 33'500);
    for (std::int64_t quantity = 1; quantity <= 1'000; ++quantity)
        EXPECT_LE(std::abs(10 * multiply_divide(quantity, 335, 10, Rounding::half_up) - 335 * quantity), 5) << quantity;
}

// Trap 10: a discount rounded down makes 25 % off 19.99 cost 15.00.
TEST(rounding, trap_10_a_percentage_says_how_it_is_rounded) {
    auto price = rupees(1'999);
    EXPECT_EQ((price - share(price, 25_percent, Rounding::half_up)).minor, 1'499);
    EXPECT_EQ((price - share(price, 25_percent, Rounding::half_even)).minor, 1'499);
    EXPECT_EQ((price - share(price, 25_percent, Rounding::down)).minor, 1'500);
    EXPECT_EQ(share(rupees(250), 1_percent, Rounding::half_up).minor, 3);
    EXPECT_EQ(share(rupees(250), 1_percent, Rounding::half_even).minor, 2);
}

// Trap 19: three decimals cut to two on the way through a column or a file.
TEST(rounding, trap_19_the_third_decimal_survives_writing_reading_and_refunding) {
    auto fils = parse_major("0.005", Currency::parse("KWD").value());
    ASSERT_TRUE(fils);
    EXPECT_EQ(fils->minor, 5);
    EXPECT_EQ(parse_major(format_major(*fils), fils->currency), *fils);
    EXPECT_TRUE((*fils + -*fils).is_zero());
    EXPECT_EQ(format_major(-*fils), "-0.005");
}

TEST(money, is_shown_as_the_vectors_say) {
    for (const auto& item : cases("display")) {
        const auto& row = item.as_object();
        for (auto code : {"INR", "USD"})
            EXPECT_EQ(format_for_people({whole(row, "minor"), Currency::parse(code).value()}), std::string_view(row.at(code).as_string())) << row;
    }
}

}  // namespace
}  // namespace vitrine
