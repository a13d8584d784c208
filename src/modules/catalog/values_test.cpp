#include "modules/catalog/values.h"

#include <gtest/gtest.h>

namespace vitrine::catalog {
namespace {

const std::vector<std::string> colours{"Red", "Green", "Blue"};

std::string read(AttributeKind kind, std::string_view text, const std::vector<std::string>& allowed = {}) {
    auto value = read_value(kind, allowed, text);
    return value ? *value : "! " + std::string(value.error().code);
}
std::string read_json_value(AttributeKind kind, std::string json, const std::vector<std::string>& allowed = {}) {
    auto value = read_value(kind, allowed, RawJson{std::move(json)});
    return value ? *value : "! " + std::string(value.error().code);
}

TEST(attribute_values, have_one_spelling_each) {
    EXPECT_EQ(read(AttributeKind::text, "  hallmarked "), "hallmarked");
    EXPECT_EQ(read(AttributeKind::number, "007.50"), "7.5");
    EXPECT_EQ(read(AttributeKind::number, "-0.00"), "0");
    EXPECT_EQ(read(AttributeKind::number, "-12"), "-12");
    EXPECT_EQ(read(AttributeKind::boolean, "Yes"), "yes");
    EXPECT_EQ(read(AttributeKind::choice, "Green", colours), "Green");
    EXPECT_EQ(read(AttributeKind::choices, "Blue|Red|Blue", colours), "Red|Blue");
    EXPECT_EQ(read(AttributeKind::date, "2024-02-29"), "2024-02-29");
    EXPECT_EQ(read(AttributeKind::dimension, "6.410x6.44 X 3.98"), "6.41 × 6.44 × 3.98");
    EXPECT_EQ(read(AttributeKind::dimension, "6.41 × 6.44"), "6.41 × 6.44");
}

TEST(attribute_values, are_refused_by_kind) {
    EXPECT_EQ(read(AttributeKind::text, "   "), "! attr.empty");
    EXPECT_EQ(read(AttributeKind::text, std::string(201, 'x')), "! attr.too_long");
    EXPECT_EQ(read(AttributeKind::text, "a\x01"), "! attr.bad_text");
    for (const auto* bad : {"1e5", "1,5", ".5", "5.", "--1", "1234567890123456789", "0.1234567891", "five"}) EXPECT_EQ(read(AttributeKind::number, bad), "! attr.not_a_number") << bad;
    EXPECT_EQ(read(AttributeKind::boolean, "perhaps"), "! attr.not_yes_no");
    EXPECT_EQ(read(AttributeKind::choice, "red", colours), "! attr.not_in_list");
    EXPECT_EQ(read(AttributeKind::choices, "Red|Mauve", colours), "! attr.not_in_list");
    for (const auto* bad : {"2023-02-29", "2023-13-01", "1-1-2023", "2023/01/01", "20230101"}) EXPECT_EQ(read(AttributeKind::date, bad), "! attr.not_a_date") << bad;
    for (const auto* bad : {"0 x 1", "-1 x 2", "1 x 2 x 3 x 4", "wide", "1 x"}) EXPECT_EQ(read(AttributeKind::dimension, bad), "! attr.not_dimensions") << bad;
}

TEST(attribute_values, are_read_from_json_of_their_own_type) {
    EXPECT_EQ(read_json_value(AttributeKind::number, "0.71"), "0.71");
    EXPECT_EQ(read_json_value(AttributeKind::number, "250"), "250");
    EXPECT_EQ(read_json_value(AttributeKind::number, "\"0.710\""), "0.71");
    EXPECT_EQ(read_json_value(AttributeKind::boolean, "false"), "no");
    EXPECT_EQ(read_json_value(AttributeKind::choices, R"(["Blue","Red"])", colours), "Red|Blue");
    EXPECT_EQ(read_json_value(AttributeKind::choices, "[]", colours), "! attr.empty");
    EXPECT_EQ(read_json_value(AttributeKind::dimension, "[6.41,6.44,3.98]"), "6.41 × 6.44 × 3.98");
    EXPECT_EQ(read_json_value(AttributeKind::dimension, "[]"), "! attr.empty");
    EXPECT_EQ(read_json_value(AttributeKind::text, "5"), "! attr.wrong_type");
    EXPECT_EQ(read_json_value(AttributeKind::number, "{}"), "! attr.wrong_type");
    EXPECT_EQ(read_json_value(AttributeKind::number, "1e30"), "! attr.not_a_number");
}

TEST(attribute_values, come_back_as_they_were_given) {
    EXPECT_EQ(json_of(AttributeKind::number, "0.71").text, "0.71");
    EXPECT_EQ(json_of(AttributeKind::boolean, "yes").text, "true");
    EXPECT_EQ(json_of(AttributeKind::choices, "Red|Blue").text, R"(["Red","Blue"])");
    EXPECT_EQ(json_of(AttributeKind::dimension, "6.41 × 6.44").text, "[6.41,6.44]");
    EXPECT_EQ(json_of(AttributeKind::number, "seven").text, "\"seven\"") << "an old value that is no number is shown as the text it is";
    EXPECT_EQ(json_of(AttributeKind::text, "a \"b\"").text, R"("a \"b\"")");
    for (auto kind : {AttributeKind::number, AttributeKind::dimension, AttributeKind::choices, AttributeKind::boolean, AttributeKind::date}) {
        std::string given = kind == AttributeKind::number ? "1.25" : kind == AttributeKind::dimension ? "2 × 3" : kind == AttributeKind::choices ? "Green" : kind == AttributeKind::date ? "2026-01-31" : "no";
        auto read = read_value(kind, kind == AttributeKind::choices ? colours : std::vector<std::string>(), json_of(kind, given));
        ASSERT_TRUE(read) << given;
        EXPECT_EQ(*read, given);
    }
}

}  // namespace
}  // namespace vitrine::catalog
