#include "modules/search/cursor.h"
#include "modules/search/listing_query.h"

#include <gtest/gtest.h>

namespace vitrine::search {
namespace {

Result<Wanted> read(const shape::Fields& query) {
    auto in = read_fields<ListingParameters>(query);
    if (!in) return refuse(std::move(in.error()));
    return read_listing(*in);
}
std::vector<std::string> codes(const Result<Wanted>& result) {
    std::vector<std::string> out;
    if (result) return out;
    for (const auto& fault : result.error().errors) out.push_back(fault.pointer + " " + fault.code);
    return out;
}

TEST(listing_query, reads_all_parameters) {
    auto wanted = read({{"q", "pen"}, {"category", "pens"}, {"brand", "Kalam,Waraq"}, {"filter[colour]", "Red,Blue"}, {"price_min", "100"}, {"price_max", "900"},
                        {"in_stock", "true"}, {"sort", "-price"}, {"limit", "10"}});
    ASSERT_TRUE(wanted);
    EXPECT_EQ(wanted->text, "pen");
    EXPECT_EQ(wanted->filter, (std::map<std::string, std::vector<std::string>>{{"brand", {"Kalam", "Waraq"}}, {"colour", {"Blue", "Red"}}}));
    EXPECT_EQ(wanted->price_min, 100);
    EXPECT_EQ(wanted->price_max, 900);
    EXPECT_TRUE(wanted->in_stock);
    EXPECT_EQ(wanted->sort, Sort::price_down);
    EXPECT_EQ(wanted->limit, 10u);
}
TEST(listing_query, is_everything_by_relevance_when_empty) {
    auto wanted = read({});
    ASSERT_TRUE(wanted);
    EXPECT_TRUE(wanted->filter.empty());
    EXPECT_EQ(wanted->limit, 24u);
    EXPECT_EQ(wanted->sort, Sort::relevance);
}
TEST(listing_query, reports_every_fault) {
    EXPECT_EQ(codes(read({{"sort", "dearest"}, {"cursor", "x"}})), (std::vector<std::string>{"/sort unknown_choice", "/cursor bad_cursor"}));
    EXPECT_FALSE(read({{"limit", "0"}}));
    EXPECT_FALSE(read({{"colour", "Red"}})) << "unknown parameters are refused";
    EXPECT_FALSE(read({{"q", std::string(201, 'x')}}));
}
TEST(listing_query, goes_on_behind_the_cursor_of_the_same_search_only) {
    Walk walk{-12'345, 7, ProductId::next(clock_now()), clock_now()};
    auto cursor = write_cursor(walk, *read({{"q", "pen"}, {"limit", "10"}}));
    auto next = read({{"q", "pen"}, {"limit", "50"}, {"cursor", cursor}});
    ASSERT_TRUE(next) << "the page size may change on the way";
    EXPECT_EQ(next->after->key, walk.key);
    EXPECT_EQ(next->after->popularity, walk.popularity);
    EXPECT_EQ(next->after->id, walk.id);
    EXPECT_EQ(next->after->since, walk.since);
    EXPECT_EQ(codes(read({{"q", "pens"}, {"cursor", cursor}})), std::vector<std::string>{"/cursor bad_cursor"});
    EXPECT_EQ(codes(read({{"q", "pen"}, {"sort", "price"}, {"cursor", cursor}})), std::vector<std::string>{"/cursor bad_cursor"});
    EXPECT_NE(normalized(*next), normalized(*read({{"q", "pen"}, {"limit", "50"}})));
}
TEST(listing_query, has_one_spelling_for_one_meaning) {
    EXPECT_EQ(normalized(*read({{"brand", "A,B"}})), normalized(*read({{"filter[brand]", "B,A,B"}})));
    EXPECT_NE(normalized(*read({{"q", "a"}, {"category", "b"}})), normalized(*read({{"q", "ab"}})));
    EXPECT_NE(normalized(*read({{"filter[a]", "b,c"}})), normalized(*read({{"filter[a]", "b"}, {"filter[c]", "c"}})));
}

}  // namespace
}  // namespace vitrine::search
