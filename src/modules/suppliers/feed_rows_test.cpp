#include "modules/suppliers/feed_rows.h"

#include <gtest/gtest.h>

namespace vitrine::suppliers {
namespace {

/// Gives the text so many bytes at a time: where pieces end must not matter.
imports::ByteSource in_pieces(std::string text, size_t piece) {
    return [text = std::move(text), piece, at = size_t(0)](std::span<char> into) mutable {
        auto count = std::min({piece, into.size(), text.size() - at});
        std::copy_n(text.data() + at, count, into.data());
        at += count;
        return count;
    };
}

struct Read {
    std::vector<std::string> columns;
    std::vector<FeedRow> rows;
    std::string refusal;
    std::string cell(size_t row, const std::string& column) const {
        auto at = std::ranges::find(columns, column);
        auto index = size_t(at - columns.begin());
        return at == columns.end() || index >= rows.at(row).cells.size() ? "" : rows.at(row).cells[index];
    }
};

Layout layout(FileFormat format, std::string record = {}) {
    Layout out{.format = format};
    if (!record.empty()) out.record = *Text<1, 120>::parse(record);
    return out;
}

Read read(const Layout& how, std::string text, size_t piece = 7) {
    auto rows = open_rows(how, in_pieces(std::move(text), piece));
    Read out;
    FeedRow row;
    while (rows->next(row)) out.rows.push_back(row);
    out.columns = rows->columns();
    out.refusal = rows->refusal();
    return out;
}

TEST(feed_rows, of_csv_are_named_by_the_header_or_by_position) {
    auto named = read(layout(FileFormat::csv), "Stock #,Shape\nA1,\"RBC, ideal\"\n\nA2,PS\n");
    ASSERT_EQ(named.rows.size(), 2u);
    EXPECT_EQ(named.cell(0, "Shape"), "RBC, ideal");
    EXPECT_EQ(named.rows[1].number, 4u);
    auto how = layout(FileFormat::csv);
    how.profile = Profile::idex_natural;
    auto bare = read(how, "A1,Round\nA2,Pear\n");
    ASSERT_EQ(bare.rows.size(), 2u);
    EXPECT_EQ(bare.cell(0, "2"), "Round");
}

TEST(feed_rows, of_csv_go_on_behind_a_broken_row) {
    auto got = read(layout(FileFormat::csv), "a,b\n1,\"x\n2,y\n3,\"z\"q\n4,w\n");
    ASSERT_FALSE(got.rows.empty());
    EXPECT_EQ(got.rows.back().cells, (std::vector<std::string>{"4", "w"}));
    EXPECT_TRUE(std::ranges::any_of(got.rows, [](const FeedRow& row) { return !row.fault.empty(); }));
}

TEST(feed_rows, of_json_are_found_wherever_their_list_stands) {
    for (size_t piece : {1u, 3u, 4096u}) {
        auto plain = read(layout(FileFormat::json), R"([{"id":"A1","price":4100.50,"tags":["x","y"]},{"id":"A2","gone":null}])", piece);
        ASSERT_EQ(plain.rows.size(), 2u);
        EXPECT_EQ(plain.cell(0, "id"), "A1");
        EXPECT_EQ(plain.cell(0, "tags"), "x");
        EXPECT_EQ(plain.cell(1, "id"), "A2");
        auto nested = read(layout(FileFormat::json, "items"),
                           R"({"errors":[{"id":"no"}],"data":{"found":{"note":"a } in \" text","items":[{"id":"A1","diamond":{"certificate":{"lab":"GIA"}}}],"total_count":1}}})", piece);
        ASSERT_EQ(nested.rows.size(), 1u);
        EXPECT_EQ(nested.cell(0, "diamond.certificate.lab"), "GIA");
    }
}

TEST(feed_rows, of_json_keep_numbers_as_they_are_good_for) {
    auto got = read(layout(FileFormat::json), R"([{"carat":1.02,"price":4100,"sure":true}])");
    ASSERT_EQ(got.rows.size(), 1u);
    EXPECT_EQ(got.cell(0, "price"), "4100");
    EXPECT_EQ(got.cell(0, "sure"), "true");
}

TEST(feed_rows, of_json_lines_stand_alone) {
    auto got = read(layout(FileFormat::json_lines), "{\"id\":\"A1\"}\n{\"id\":\"A2\"}\n");
    ASSERT_EQ(got.rows.size(), 2u);
    EXPECT_EQ(got.cell(1, "id"), "A2");
}

TEST(feed_rows, of_json_say_what_is_wrong) {
    EXPECT_EQ(read(layout(FileFormat::json), R"([{"id":"A1"},{"id":)").refusal, "json.malformed");
    EXPECT_EQ(read(layout(FileFormat::json), R"({"id":"A1"})").refusal, "json.no_list");
    EXPECT_EQ(read(layout(FileFormat::json), "  ").refusal, "file.empty");
    EXPECT_EQ(read(layout(FileFormat::json), "[]").refusal, "");
    auto broken = read(layout(FileFormat::json), R"([{"id":"A1",},{"id":"A2"}])");
    ASSERT_EQ(broken.rows.size(), 2u);
    EXPECT_EQ(broken.rows[0].fault, "json.malformed");
    EXPECT_EQ(broken.rows[1].fault, "");
    auto deep = read(layout(FileFormat::json), std::string(100, '['));
    EXPECT_EQ(deep.refusal, "json.malformed");
}

TEST(feed_rows, of_json_that_are_too_long_are_passed_over) {
    auto got = read(layout(FileFormat::json), R"([{"id":")" + std::string(longest_row_bytes, 'x') + R"("},{"id":"A2"}])", 4096);
    ASSERT_EQ(got.rows.size(), 2u);
    EXPECT_EQ(got.rows[0].fault, "row.too_long");
    EXPECT_EQ(got.cell(1, "id"), "A2");
}

TEST(feed_rows, of_xml_are_the_elements_of_one_name_or_those_below_the_root) {
    std::string text = R"(<?xml version="1.0"?><feed><stones><stone id="A1"><shape>RBC &amp; co</shape><cert><lab>GIA</lab></cert></stone><stone id="A2"/></stones></feed>)";
    auto named = read(layout(FileFormat::xml, "stone"), text);
    ASSERT_EQ(named.rows.size(), 2u);
    EXPECT_EQ(named.cell(0, "@id"), "A1");
    EXPECT_EQ(named.cell(0, "shape"), "RBC & co");
    EXPECT_EQ(named.cell(0, "cert.lab"), "GIA");
    auto below = read(layout(FileFormat::xml), "<feed><row><a>1</a></row><row><a>2</a></row></feed>");
    ASSERT_EQ(below.rows.size(), 2u);
    EXPECT_EQ(below.cell(1, "a"), "2");
}

TEST(feed_rows, of_xml_refuse_what_could_grow) {
    auto bomb = read(layout(FileFormat::xml), R"(<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xxxx">]><a><b>&x;</b></a>)");
    EXPECT_TRUE(bomb.rows.empty());
    EXPECT_FALSE(bomb.refusal.empty());
    auto cut = read(layout(FileFormat::xml), "<feed><row><a>1</a></row><row>");
    EXPECT_EQ(cut.rows.size(), 1u);
    EXPECT_EQ(cut.refusal, "xml.malformed");
}

}  // namespace
}  // namespace vitrine::suppliers
