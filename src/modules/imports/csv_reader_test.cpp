#include "modules/imports/csv_reader.h"

#include <gtest/gtest.h>

#include "modules/imports/csv_utf8.h"

namespace vitrine::imports {
namespace {

struct Read {
    std::vector<std::vector<std::string>> rows;
    std::vector<std::uint64_t> lines;
    std::vector<std::string> faults;    ///< "line:field:code"
};

Read read_all(ByteSource source, CsvLimits limits = {}) {
    CsvReader reader(std::move(source), limits);
    CsvRecord record;
    Read read;
    while (reader.next(record)) {
        read.rows.emplace_back(record.fields.begin(), record.fields.end());
        read.lines.push_back(record.line);
        for (const auto& fault : record.faults)
            read.faults.push_back(std::to_string(fault.line) + ":" + std::to_string(fault.field) + ":" + std::string(fault.code));
    }
    if (reader.refusal()) read.faults.emplace_back(*reader.refusal());
    return read;
}

Read read_text(std::string_view text, CsvLimits limits = {}) { return read_all(bytes_of(text), limits); }

using Rows = std::vector<std::vector<std::string>>;
using Faults = std::vector<std::string>;

TEST(csv_reader, reads_quotes_line_ends_and_byte_order_mark) {
    const auto read = read_text("\xEF\xBB\xBF" "a,b\r\n\"x, \"\"y\"\"\",\"two\nlines\"\n\n,last");
    EXPECT_EQ(read.rows, (Rows{{"a", "b"}, {"x, \"y\"", "two\nlines"}, {"", "last"}}));
    EXPECT_EQ(read.lines, (std::vector<std::uint64_t>{1, 2, 5}));
    EXPECT_TRUE(read.faults.empty());
}

TEST(csv_reader, finds_semicolons_and_tabs) {
    EXPECT_EQ(read_text("a;\"b,c\";d\n1;2;3\n").rows[1], (std::vector<std::string>{"1", "2", "3"}));
    EXPECT_EQ(read_text("a\tb, c\td\n1\t2\t3").rows[1], (std::vector<std::string>{"1", "2", "3"}));
}

TEST(csv_reader, gives_the_same_rows_whatever_the_pieces_it_is_fed) {
    const std::string text = "a,b\r\n\"x\"\"y\r\nz\",\"q\"\r\n1,2\r\n";
    std::string_view rest = text;
    const auto read = read_all([&rest](std::span<char> into) -> std::size_t {
        if (rest.empty()) return 0;
        into[0] = rest[0];
        rest.remove_prefix(1);
        return 1;
    });
    EXPECT_EQ(read.rows, read_text(text).rows);
    EXPECT_EQ(read.rows[1][0], "x\"y\r\nz");
}

TEST(csv_reader, goes_on_after_an_unclosed_quote_with_the_next_line) {
    const auto read = read_text("a,b\n1,\"lost\n2,\"kept\"\n3,x\n");
    EXPECT_EQ(read.faults, (Faults{"2:1:csv.unclosed_quote"}));
    EXPECT_EQ(read.rows, (Rows{{"a", "b"}, {"1"}, {"2", "kept"}, {"3", "x"}}));
    EXPECT_EQ(read.lines, (std::vector<std::uint64_t>{1, 2, 3, 4}));
}

TEST(csv_reader, goes_on_after_an_unclosed_quote_that_runs_to_the_end) {
    const auto read = read_text("a,b\n1,\"lost\n2,kept\n");
    EXPECT_EQ(read.faults, (Faults{"2:1:csv.unclosed_quote"}));
    EXPECT_EQ(read.rows.back(), (std::vector<std::string>{"2", "kept"}));
}

TEST(csv_reader, names_what_breaks_a_record) {
    EXPECT_EQ(read_text("a,b\n1,\"x\"y\n").faults, (Faults{"2:1:csv.text_after_quote"}));
    EXPECT_EQ(read_text("a,b\n1,5\" pipe\n").faults, (Faults{"2:1:csv.stray_quote"}));
    EXPECT_EQ(read_text("a,b\n1\rx,2\n3,4\n").faults, (Faults{"2:0:csv.bare_carriage_return"}));
    EXPECT_EQ(read_text(std::string_view("a,b\n1,x\0y\n", 10)).faults, (Faults{"2:1:csv.nul_byte"}));
    EXPECT_EQ(read_text("a,b\nok,\xC3(\n").faults, (Faults{"2:1:utf8.invalid"}));
}

TEST(csv_reader, stays_within_its_limits_and_finds_the_way_back) {
    const CsvLimits small{.field_bytes = 8, .record_bytes = 32, .fields = 2};
    EXPECT_EQ(read_text("a,b\n123456789,2\n3,4\n", small).faults, (Faults{"2:0:csv.field_too_long"}));
    EXPECT_EQ(read_text("a,b\n1,2,3\n3,4\n", small).faults, (Faults{"2:2:csv.too_many_fields"}));
    const auto long_row = "a,b\n" + std::string(1'000'000, 'x') + "\n3,4\n";
    const auto read = read_text(long_row, small);
    EXPECT_EQ(read.faults, (Faults{"2:0:csv.row_too_long"}));
    EXPECT_EQ(read.rows.back(), (std::vector<std::string>{"3", "4"}));
    const auto long_quote = "a,b\n\"" + std::string(1'000'000, 'x') + "\n3,4\n";
    EXPECT_EQ(read_text(long_quote, small).rows.back(), (std::vector<std::string>{"3", "4"}));
}

TEST(csv_reader, refuses_files_that_are_not_text) {
    EXPECT_EQ(read_text("").faults, (Faults{"file.empty"}));
    EXPECT_EQ(read_text("\xFF\xFE" "a").faults, (Faults{"file.not_utf8"}));
    EXPECT_EQ(read_text("PK\x03\x04...").faults, (Faults{"file.is_spreadsheet"}));
}

TEST(csv_utf8, accepts_well_formed_and_refuses_the_rest) {
    for (const auto* good : {"کاپی", "घी", "₹", "😀", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF"}) EXPECT_TRUE(is_utf8(good)) << good;
    for (const auto* bad : {"\xC0\xAF", "\xE0\x80\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\x80"})
        EXPECT_FALSE(is_utf8(bad));
    EXPECT_EQ(count_code_points("کاپی"), 4U);
}

}  // namespace
}  // namespace vitrine::imports
