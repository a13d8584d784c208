#include "modules/storefront/listing_parts.h"

#include <gtest/gtest.h>

namespace vitrine::storefront {
namespace {

/// A facet of so many values, each held by `count` products.
search::Facet facet_of(std::size_t values, std::int64_t count) {
    search::Facet facet;
    facet.code = "certificate", facet.name = "Certificate";
    for (std::size_t i = 0; i < values; ++i) {
        search::FacetValue value;
        value.value = "100000" + std::to_string(i);
        value.count = count;
        facet.values.push_back(value);
    }
    return facet;
}

const html::Data& member(const html::Data& data, std::string_view name) { return std::get<std::shared_ptr<const html::Members>>(data.value())->find(name)->second; }
std::string text(const html::Data& data, std::string_view name) { return std::get<std::string>(member(data, name).value()); }

}  // namespace

TEST(facet_list, leaves_out_what_names_goods_one_by_one) { EXPECT_TRUE(facet_list({facet_of(30, 8)}, 866).empty()); }

TEST(facet_list, keeps_many_values_that_sort_the_goods) { EXPECT_EQ(facet_list({facet_of(30, 9)}, 866).size(), 1u); }

TEST(facet_list, keeps_a_short_list_however_rare_its_values) { EXPECT_EQ(facet_list({facet_of(8, 1)}, 866).size(), 1u); }

TEST(facet_list, keeps_what_is_chosen_so_that_it_can_be_taken_back) {
    auto facet = facet_of(30, 8);
    facet.values[5].chosen = true;
    EXPECT_EQ(facet_list({facet}, 866).size(), 1u);
}

TEST(facet_list, offers_fields_for_numbers_and_boxes_while_they_are_few) {
    for (auto [values, boxes] : {std::pair(6u, 6u), std::pair(30u, 0u)}) {
        auto facet = facet_of(values, 2);
        facet.number = search::NumberSpan{"0.3", "3.15", "ct", "0.5", {}};
        auto listed = facet_list({facet}, 866);
        ASSERT_EQ(listed.size(), 1u);
        EXPECT_EQ(text(listed[0], "label"), "Certificate (ct)");
        EXPECT_EQ(std::get<std::shared_ptr<const html::List>>(member(listed[0], "options").value())->size(), boxes);
        EXPECT_EQ(text(member(listed[0], "number"), "least_name"), "least[certificate]");
        EXPECT_EQ(text(member(listed[0], "number"), "least"), "0.5");
        EXPECT_EQ(text(member(listed[0], "number"), "ceiling"), "3.15");
    }
}

TEST(chip_list, says_a_range_in_words) {
    auto facet = facet_of(3, 2);
    facet.number = search::NumberSpan{"0.3", "3.15", "ct", {}, {}};
    auto label = [&](std::string value) {
        ListingQuery query;
        query.wanted.filter["certificate"] = {std::move(value)};
        return text(chip_list("/c/stones", query, {facet}, *Currency::parse("USD"))[0], "label");
    };
    EXPECT_EQ(label("0.5..1"), "Certificate: 0.5 to 1 ct");
    EXPECT_EQ(label("0.5.."), "Certificate: from 0.5 ct");
    EXPECT_EQ(label("..1"), "Certificate: to 1 ct");
    EXPECT_EQ(label("0.7"), "Certificate: 0.7 ct");
}

}  // namespace vitrine::storefront
