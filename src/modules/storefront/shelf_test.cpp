#include "modules/storefront/shelf.h"

#include <gtest/gtest.h>

#include "tests/shop/fixed_catalog.h"

namespace vitrine::storefront {
namespace {

/// 300 products, p0 the most popular; each third is for brides.
class Counter : public test::FixedCatalog {
public:
    search::Found search(const search::Wanted& wanted) const override {
        search::Found found;
        for (size_t i = wanted.offset; i < std::min<size_t>(300, wanted.offset + wanted.limit); ++i) {
            search::Card card;
            card.slug = "p" + std::to_string(i);
            found.items.push_back(card);
        }
        return found;
    }
    std::optional<search::ProductView> product(std::string_view slug) const override {
        search::ProductView view;
        if (std::stoi(std::string(slug.substr(1))) % 3 == 0) view.tags = {"new", "bridal"};
        return view;
    }
    std::size_t size() const override { return 300; }
};

std::vector<std::string> slugs(const std::vector<search::Card>& cards) {
    std::vector<std::string> out;
    for (const auto& card : cards) out.push_back(card.slug);
    return out;
}

}  // namespace

TEST(tagged, takes_what_carries_the_tag_in_order_of_popularity) { EXPECT_EQ(slugs(tagged(Counter(), nullptr, "bridal", 3)), (std::vector<std::string>{"p0", "p3", "p6"})); }

TEST(tagged, looks_on_beyond_the_first_hundred) { EXPECT_EQ(tagged(Counter(), nullptr, "bridal", 60).size(), 60u); }

TEST(tagged, is_empty_where_nothing_carries_it) { EXPECT_TRUE(tagged(Counter(), nullptr, "brid", 8).empty()); }

}  // namespace vitrine::storefront
