#include <gtest/gtest.h>

#include "core/shape.h"

namespace vitrine::shop_of_tests {

struct Listing {
    std::optional<std::string> q;
    std::vector<std::string> brand;
    std::map<std::string, std::vector<std::string>> filter;
    std::optional<std::int64_t> price_min;
    std::optional<bool> in_stock;
    Whole<1, 100> limit;
};
SHAPE(Listing, q, brand, filter, price_min, in_stock, limit)

}  // namespace vitrine::shop_of_tests

namespace vitrine {
namespace {

using shop_of_tests::Listing;
using Faults = std::vector<std::string>;

Faults faults(const shape::Fields& fields, UnknownFields unknown = UnknownFields::refuse) {
    auto read = read_fields<Listing>(fields, unknown);
    Faults out;
    if (!read)
        for (const auto& fault : read.error().errors) out.push_back(fault.pointer + " " + fault.code);
    return out;
}

TEST(fields, are_read_with_lists_comma_separated_or_repeated) {
    auto read = read_fields<Listing>({{"limit", "20"}, {"brand", "a,b"}, {"brand", "c"}, {"q", "fine pen"}, {"in_stock", "true"}});
    ASSERT_TRUE(read);
    EXPECT_EQ(read->brand, (Faults{"a", "b", "c"}));
    EXPECT_EQ(read->q, "fine pen");
    EXPECT_EQ(read->limit, 20);
    EXPECT_TRUE(*read->in_stock);
    EXPECT_FALSE(read->price_min);
}

TEST(fields, of_one_family_are_gathered_by_their_bracketed_name) {
    auto read = read_fields<Listing>({{"filter[ink]", "blue,black"}, {"filter[nib]", "fine"}, {"filter[ink]", "red"}, {"limit", "1"}});
    ASSERT_TRUE(read);
    EXPECT_EQ(read->filter.at("ink"), (Faults{"blue", "black", "red"}));
    EXPECT_EQ(read->filter.at("nib"), Faults{"fine"});
}

TEST(fields, faults_are_all_reported_at_their_names) {
    EXPECT_EQ(faults({{"limit", "0"}, {"price_min", "1.5"}, {"in_stock", "maybe"}, {"colour", "red"}, {"filter", "x"}, {"a/b", ""}}),
              (Faults{"/filter wrong_type", "/price_min not_whole", "/in_stock wrong_type", "/limit out_of_range", "/colour unknown_member",
                      "/a~1b unknown_member"}));
    EXPECT_EQ(faults({{"limit", "99999999999999999999"}}), Faults{"/limit out_of_range"});
    EXPECT_EQ(faults({{"limit", "5"}, {"q", "\xFF"}}), Faults{"/q bad_text"});
    EXPECT_EQ(faults({{"limit", "5"}, {"filter[a/b]", "\xFF"}}), Faults{"/filter/a~1b bad_text"});
}

TEST(fields, that_must_be_there_are_missed) {
    EXPECT_EQ(faults({}), Faults{"/limit required"});
    EXPECT_EQ(faults({{"limit", ""}}), Faults{"/limit not_whole"});
    EXPECT_EQ(faults({{"limit", "1"}}), Faults{});
}

TEST(fields, left_empty_are_as_good_as_absent_where_they_may_be) {
    auto read = read_fields<Listing>({{"limit", "1"}, {"q", ""}, {"price_min", ""}, {"brand", ""}});
    ASSERT_TRUE(read);
    EXPECT_FALSE(read->q);
    EXPECT_FALSE(read->price_min);
    EXPECT_TRUE(read->brand.empty());
}

TEST(fields, not_known_are_passed_over_only_where_that_is_asked) {
    EXPECT_EQ(faults({{"limit", "1"}, {"utm_source", "mail"}}, UnknownFields::ignore), Faults{});
    EXPECT_EQ(faults({{"limit", "1"}, {"utm_source", "mail"}}), Faults{"/utm_source unknown_member"});
    EXPECT_EQ(faults({{"limit", "1"}, {"brandish[x]", "1"}, {"filter[", "1"}}), (Faults{"/brandish[x] unknown_member", "/filter[ unknown_member"}));
}

TEST(fields, raw_json_must_be_json) {
    shape::Reader in;
    RawJson raw;
    EXPECT_TRUE(shape::Codec<RawJson>::from_text(in, R"({"a":1})", raw));
    EXPECT_FALSE(shape::Codec<RawJson>::from_text(in, "drop table", raw));
    ASSERT_EQ(in.faults.size(), 1u);
    EXPECT_EQ(in.faults[0].code, "bad_json");
}

}  // namespace
}  // namespace vitrine
