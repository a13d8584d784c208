#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "modules/prices/api.h"

namespace vitrine::prices {
namespace {

const Currency pkr = *Currency::parse("PKR");

struct Case {
    std::vector<QuoteLine> lines;
    std::optional<ShippingCharge> shipping;
};

Case random_case(std::mt19937_64& random) {
    Case out;
    auto count = random() % 12;
    for (size_t i = 0; i < count; ++i)
        out.lines.push_back({"line" + std::to_string(i), {std::int64_t(random() % 1'000'000), pkr}, std::int64_t(1 + random() % 9'999)});
    if (random() % 3) out.shipping = ShippingCharge{"Courier", {std::int64_t(random() % 2 * (random() % 50'000)), pkr}};
    return out;
}

TEST(quote, sums_agree_and_nothing_is_negative_whatever_the_lines) {
    std::mt19937_64 random(7);
    for (int round = 0; round < 2'000; ++round) {
        auto given = random_case(random);
        auto priced = quote(pkr, given.lines, given.shipping);
        std::int64_t subtotal = 0;
        for (size_t i = 0; i < given.lines.size(); ++i) {
            EXPECT_EQ(priced.lines[i].total.minor, given.lines[i].unit.minor * given.lines[i].quantity);
            EXPECT_EQ(priced.lines[i].key, given.lines[i].key);
            subtotal += priced.lines[i].total.minor;
        }
        EXPECT_EQ(priced.subtotal.minor, subtotal);
        EXPECT_EQ(priced.total, priced.subtotal - priced.discount + priced.tax + priced.shipping);
        for (const auto& amount : {priced.subtotal, priced.discount, priced.tax, priced.shipping, priced.total}) {
            EXPECT_GE(amount.minor, 0);
            EXPECT_EQ(amount.currency, pkr);
        }
    }
}

TEST(quote, totals_do_not_depend_on_the_order_of_lines) {
    std::mt19937_64 random(11);
    for (int round = 0; round < 500; ++round) {
        auto given = random_case(random);
        auto before = quote(pkr, given.lines, given.shipping);
        std::ranges::shuffle(given.lines, random);
        auto after = quote(pkr, given.lines, given.shipping);
        EXPECT_EQ(before.subtotal, after.subtotal);
        EXPECT_EQ(before.total, after.total);
    }
}

TEST(quote, explains_every_step) {
    std::vector<QuoteLine> lines{{"a", {25'000, pkr}, 2}};
    auto priced = quote(pkr, lines, ShippingCharge{"Courier", {20'000, pkr}});
    std::vector<std::string> codes;
    for (const auto& step : priced.explanation) codes.push_back(step.code);
    EXPECT_EQ(codes, (std::vector<std::string>{"line", "subtotal", "shipping", "total"}));
    EXPECT_EQ(priced.explanation[0].text, "2 × Rs 250");
    EXPECT_EQ(priced.total.minor, 70'000);
}

TEST(quote, says_when_shipping_is_free) {
    std::vector<QuoteLine> lines{{"a", {300'000, pkr}, 1}};
    auto priced = quote(pkr, lines, ShippingCharge{"Courier", {0, pkr}});
    EXPECT_EQ(priced.explanation[2].code, "shipping_free");
    EXPECT_EQ(priced.total.minor, 300'000);
}

TEST(quote, throws_for_mixed_currencies_and_impossible_lines) {
    auto inr = *Currency::parse("INR");
    std::vector<QuoteLine> mixed{{"a", {100, inr}, 1}}, none{{"a", {100, pkr}, 0}}, negative{{"a", {-1, pkr}, 1}}, huge{{"a", {INT64_MAX, pkr}, 2}};
    EXPECT_THROW(quote(pkr, mixed, {}), std::logic_error);
    EXPECT_THROW(quote(pkr, none, {}), std::logic_error);
    EXPECT_THROW(quote(pkr, negative, {}), std::logic_error);
    EXPECT_THROW(quote(pkr, huge, {}), std::logic_error);
}

}  // namespace
}  // namespace vitrine::prices
