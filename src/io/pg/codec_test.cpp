#include <gtest/gtest.h>

#include "tests/support/database.h"
#include "tests/support/statement.h"

// Every type goes to the server and comes back, alone, null and in arrays; and the server reads it as we meant it.
namespace vitrine::pg {

enum class Colour { red, dark_blue };
SHAPE_ENUM(Colour, red, dark_blue)

struct Everything {
    std::string text;
    std::int64_t large = 0;
    std::int32_t small = 0;
    bool yes = false;
    Uuid id;
    Instant at{};
    RawJson json;
    Bytes bytes;
    Colour colour = Colour::red;
    std::optional<std::string> nothing;
    std::vector<std::string> texts;
    std::vector<std::optional<std::int64_t>> holes;
    std::vector<Instant> times;
};
SHAPE(Everything, text, large, small, yes, id, at, json, bytes, colour, nothing, texts, holes, times)

namespace {

const test::Statement<std::string, std::int64_t, std::int32_t, bool, Uuid, Instant, RawJson, Bytes, Colour, std::optional<std::string>, std::vector<std::string>,
                      std::vector<std::optional<std::int64_t>>, std::vector<Instant>>
    // Not in the order of the shape: columns are found by name.
    mirror("c.mirror", "select $13 as times, $12 as holes, $11 as texts, $10 as nothing, $9 as colour, $8 as bytes, $7 as json, $6 as at, $5 as id, $4 as yes, $3 as small, "
                       "$2 as large, $1 as text from generate_series(1, 3)");
const test::Statement<Instant, Uuid, std::vector<std::optional<std::int64_t>>> spell(
    "c.spell", "select array[to_char($1 at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), $2::text, array_to_string($3, ',', 'none')]");
const test::Statement<> null_text("c.null", "select null::text");

struct codec : testing::Test {
    static void SetUpTestSuite() { database = new test::TestDatabase; }
    static void TearDownTestSuite() { delete database; }
    inline static test::TestDatabase* database = nullptr;
    test::Shopfloor floor{*database, 1};
    Instant at = *parse_rfc3339("2026-03-01T10:00:00.123456Z");
    Uuid id = *parse_uuid("01234567-89ab-cdef-0123-456789abcdef");
};

TEST_F(codec, values_come_back_as_they_went) {
    Instant before_epoch = *parse_rfc3339("1969-07-20T20:17:40Z");
    auto query = mirror.many<Everything>("Grüße, 'quoted' \\ and 日本", INT64_MIN, -7, true, id, at, RawJson{R"({"a": 1})"}, Bytes{std::string("\0\xff\n", 3)}, Colour::dark_blue,
                                         std::nullopt, {"a", "", "NULL", "{x}"}, {1, std::nullopt, -3}, {before_epoch, at});
    auto seen = floor.run(floor.db.read(Ctx{}, query));
    ASSERT_EQ(seen.size(), 3u);
    const auto& row = seen[2];
    EXPECT_EQ(row.text, "Grüße, 'quoted' \\ and 日本");
    EXPECT_EQ(row.large, INT64_MIN);
    EXPECT_EQ(row.small, -7);
    EXPECT_TRUE(row.yes);
    EXPECT_EQ(row.id, id);
    EXPECT_EQ(row.at, at);
    EXPECT_EQ(row.json.text, R"({"a": 1})");
    EXPECT_EQ(row.bytes.value, std::string("\0\xff\n", 3));
    EXPECT_EQ(row.colour, Colour::dark_blue);
    EXPECT_EQ(row.nothing, std::nullopt);
    EXPECT_EQ(row.texts, (std::vector<std::string>{"a", "", "NULL", "{x}"}));
    EXPECT_EQ(row.holes, (std::vector<std::optional<std::int64_t>>{1, std::nullopt, -3}));
    EXPECT_EQ(row.times, (std::vector<Instant>{before_epoch, at}));
}

TEST_F(codec, the_server_reads_what_we_meant) {
    auto seen = floor.run(floor.db.read(Ctx{}, spell.one<std::vector<std::string>>(at, id, {1, std::nullopt})));
    EXPECT_EQ(seen, (std::vector<std::string>{"2026-03-01 10:00:00.123456", "01234567-89ab-cdef-0123-456789abcdef", "1,none"}));
}

TEST_F(codec, null_where_a_value_belongs_is_an_error) {
    EXPECT_THROW(floor.run(floor.db.read(Ctx{}, null_text.one<std::string>())), std::runtime_error);
    EXPECT_EQ(floor.run(floor.db.read(Ctx{}, null_text.one<std::optional<std::string>>())), std::nullopt);
}

TEST_F(codec, an_empty_array_is_an_empty_array) {
    auto seen = floor.run(floor.db.read(Ctx{}, spell.one<std::vector<std::string>>(at, id, {})));
    EXPECT_EQ(seen[2], "");
}

}  // namespace
}  // namespace vitrine::pg
