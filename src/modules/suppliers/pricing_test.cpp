#include "modules/suppliers/pricing.h"

#include <gtest/gtest.h>

namespace vitrine::suppliers {
namespace {

const auto usd = *Currency::parse("USD"), pkr = *Currency::parse("PKR"), kwd = *Currency::parse("KWD"), jpy = *Currency::parse("JPY");

Pricing bands() {
    Pricing out;
    out.bands = {{Whole<1, 1'000'000'000'000>{100'000}, {500'000}, {}}, {Whole<1, 1'000'000'000'000>{1'000'000}, {250'000}, Whole<0, 1'000'000'000>{5'000}}, {{}, {100'000}, {}}};
    return out;
}

TEST(pricing, adds_what_the_band_of_the_cost_says) {
    EXPECT_EQ(price_of({100'000, usd}, {}, bands(), usd).minor, 150'000);     // the end belongs to the band
    EXPECT_EQ(price_of({100'001, usd}, {}, bands(), usd).minor, 130'001);     // 125,001.25 and 5,000
    EXPECT_EQ(price_of({1'000'001, usd}, {}, bands(), usd).minor, 1'100'001);
}

TEST(pricing, rounds_once_and_as_it_is_told) {
    Pricing plain{{{{}, {0}, {}}}, Whole<1, 100'000'000>{1'000}, PriceRounding::half_up, Whole<0, 99'999'999>{1}};
    EXPECT_EQ(price_of({1'499, usd}, {}, plain, usd).minor, 999);
    EXPECT_EQ(price_of({1'500, usd}, {}, plain, usd).minor, 1'999);
    plain.rounding = PriceRounding::up;
    EXPECT_EQ(price_of({1'001, usd}, {}, plain, usd).minor, 1'999);
    EXPECT_EQ(price_of({1'000, usd}, {}, plain, usd).minor, 999);
    plain.rounding = PriceRounding::down;
    EXPECT_EQ(price_of({1'999, usd}, {}, plain, usd).minor, 999);
    EXPECT_EQ(price_of({3, usd}, {}, plain, usd).minor, 1);                   // never nothing
}

TEST(pricing, converts_between_currencies_of_different_minor_units) {
    ExchangeRate rate{278'350'000'000};                                       // 278.35
    Pricing plain{{{{}, {0}, {}}}, {}, {}, {}};
    EXPECT_EQ(price_of({100, usd}, rate, plain, pkr).minor, 27'835);
    EXPECT_EQ(price_of({1'235, kwd}, {3'250'000'000}, plain, usd).minor, 401);  // 1.235 × 3.25 = 4.01375
    EXPECT_EQ(price_of({500, jpy}, {6'500'000}, plain, usd).minor, 325);        // 500 × 0.0065
    EXPECT_EQ(converted_cost({100, usd}, rate, pkr), (Money{27'835, pkr}));
}

TEST(pricing, does_not_overflow_at_its_ends) {
    Pricing most{{{{}, {100'000'000}, Whole<0, 1'000'000'000>{1'000'000'000}}}, {}, {}, {}};
    EXPECT_EQ(price_of({10'000'000'000, usd}, {1'000'000'000'000}, most, pkr).minor, 10'000'000'000 * 1'000 * 101 + 1'000'000'000);
}

TEST(pricing, is_refused_where_it_leaves_a_gap) {
    EXPECT_TRUE(faults_of(bands()).empty());
    auto codes = [](const Pricing& pricing) {
        std::vector<std::string> out;
        for (const auto& fault : faults_of(pricing)) out.push_back(fault.pointer);
        return out;
    };
    EXPECT_EQ(codes({}), std::vector<std::string>{"/pricing/bands"});
    auto endless = bands();
    endless.bands[0].up_to_minor.reset();
    EXPECT_EQ(codes(endless), std::vector<std::string>{"/pricing/bands/0/up_to_minor"});
    auto ended = bands();
    ended.bands.pop_back();
    EXPECT_EQ(codes(ended), std::vector<std::string>{"/pricing/bands/1/up_to_minor"});
    auto falling = bands();
    falling.bands[1].up_to_minor = Whole<1, 1'000'000'000'000>{99};
    EXPECT_EQ(codes(falling), std::vector<std::string>{"/pricing/bands/1/up_to_minor"});
    auto less = bands();
    less.less_minor = Whole<0, 99'999'999>{1};
    EXPECT_EQ(codes(less), std::vector<std::string>{"/pricing/less_minor"});
}

}  // namespace
}  // namespace vitrine::suppliers
