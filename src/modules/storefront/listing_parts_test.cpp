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

}  // namespace

TEST(facet_list, leaves_out_what_names_goods_one_by_one) { EXPECT_TRUE(facet_list({facet_of(30, 8)}, 866).empty()); }

TEST(facet_list, keeps_many_values_that_sort_the_goods) { EXPECT_EQ(facet_list({facet_of(30, 9)}, 866).size(), 1u); }

TEST(facet_list, keeps_a_short_list_however_rare_its_values) { EXPECT_EQ(facet_list({facet_of(8, 1)}, 866).size(), 1u); }

TEST(facet_list, keeps_what_is_chosen_so_that_it_can_be_taken_back) {
    auto facet = facet_of(30, 8);
    facet.values[5].chosen = true;
    EXPECT_EQ(facet_list({facet}, 866).size(), 1u);
}

}  // namespace vitrine::storefront
