#include <gtest/gtest.h>

#include "core/id.h"
#include "core/time_cursor.h"

namespace vitrine {
namespace {

using Cursor = TimeCursor<Id<"ord">>;

TEST(time_cursor, comes_back_as_it_went) {
    Cursor cursor{Instant(Duration(1'764'533'600'123'456)), Id<"ord">::next(Instant(Duration(1)))};
    auto again = Cursor::parse(cursor.text());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->at, cursor.at);
    EXPECT_EQ(again->id, cursor.id);
}

TEST(time_cursor, is_not_made_of_what_somebody_typed) {
    auto good = Cursor{Instant(Duration(5)), Id<"ord">::next(Instant(Duration(1)))}.text();
    for (const auto& text : {std::string(), std::string("5"), std::string("5."), std::string("x") + good, good + "x", "." + good.substr(2)}) EXPECT_FALSE(Cursor::parse(text)) << text;
}

}  // namespace
}  // namespace vitrine
