#include "modules/storefront/listing_query.h"

#include <gtest/gtest.h>

namespace vitrine::storefront {
namespace {

const Currency pkr = *Currency::parse("PKR");

std::string address(const shape::Fields& query) { return listing_address("/c/pens", read_listing_query(query, pkr, "pens"), pkr); }

}  // namespace

TEST(listing_query, has_one_address_for_repeated_and_joined_values) {
    auto expected = "/c/pens?filter[brand]=Kalam,Waraq&filter[colour]=Blue";
    EXPECT_EQ(address({{"filter[colour]", "Blue"}, {"filter[brand]", "Waraq"}, {"filter[brand]", "Kalam"}}), expected);
    EXPECT_EQ(address({{"filter[brand]", "Kalam,Waraq,Kalam"}, {"filter[colour]", "Blue"}}), expected);
}

TEST(listing_query, leaves_out_defaults_and_nonsense) {
    EXPECT_EQ(address({{"sort", "relevance"}, {"page", "1"}, {"price_min", ""}, {"filter[brand]", " , "}}), "/c/pens");
    EXPECT_EQ(address({{"sort", "upwards"}, {"page", "-3"}, {"price_min", "cheap"}, {"colour", "Blue"}}), "/c/pens");
    EXPECT_EQ(address({{"q", "pen\x01"}, {"filter[x]", "\xff"}}), "/c/pens");
}

TEST(listing_query, reads_prices_in_major_units) {
    auto query = read_listing_query({{"price_min", "200"}, {"price_max", "1250.50"}}, pkr, "");
    EXPECT_EQ(query.wanted.price_min, 20'000);
    EXPECT_EQ(query.wanted.price_max, 125'050);
    EXPECT_EQ(listing_address("/search", query, pkr), "/search?price_max=1250.50&price_min=200");
    EXPECT_EQ(query.filter_count(), 2u);
}

TEST(listing_query, makes_one_range_of_two_fields) {
    EXPECT_EQ(address({{"least[carat]", " 0.5 "}, {"most[carat]", "1"}}), "/c/pens?filter[carat]=0.5..1");
    EXPECT_EQ(address({{"most[carat]", "1"}, {"least[carat]", ""}}), "/c/pens?filter[carat]=..1");
    EXPECT_EQ(address({{"filter[carat]", "0.5..1"}}), "/c/pens?filter[carat]=0.5..1");
    EXPECT_EQ(address({{"least[carat]", "light"}, {"most[carat]", "1..2"}, {"most[]", "1"}}), "/c/pens") << "what is no number asks for nothing";
}

TEST(listing_query, escapes_what_people_type) {
    EXPECT_EQ(address({{"q", "a&b=c#d <قلم>"}}), "/c/pens?q=" + http::percent_encode("a&b=c#d <قلم>"));
    EXPECT_EQ(address({{"q", "a&b"}}).find('&'), std::string::npos);
}

TEST(listing_query, turns_pages_into_offsets_and_stops_at_the_last) {
    EXPECT_EQ(read_listing_query({{"page", "3"}}, pkr, "").wanted.offset, 48u);
    EXPECT_EQ(read_listing_query({{"page", "99999999"}}, pkr, "").page, listing_last_page);
}

TEST(listing_query, is_the_same_when_its_own_address_is_read) {
    auto long_text = std::string(119, 'a');
    EXPECT_EQ(address({{"q", long_text + "  word"}}), "/c/pens?q=" + long_text) << "cut behind a blank";
    EXPECT_EQ(address({{"filter[\xff]", "x"}}), "/c/pens") << "a name that is no text";
}

TEST(listing_query, cuts_a_long_text_between_letters) {
    std::string long_text;
    for (int i = 0; i < 100; ++i) long_text += "ق";
    auto text = read_listing_query({{"q", "x" + long_text}}, pkr, "").wanted.text;
    EXPECT_LE(text.size(), 120u);
    EXPECT_TRUE(is_utf8(text));
}

}  // namespace vitrine::storefront
