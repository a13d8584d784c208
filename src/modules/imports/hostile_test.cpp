// Files that were made to hurt, and files that broke on their way: each is refused in words, none takes much memory, none ends in an exception.
#include <sys/resource.h>
#include <zlib.h>

#include <random>
#include <set>

#include <gtest/gtest.h>

#include "modules/imports/import_rows.h"
#include "modules/imports/row_writer.h"
#include "modules/imports/source_file.h"
#include "tests/shop/desk.h"
#include "tests/shop/long.h"

namespace vitrine::imports {
namespace {

/// A piece of text that is repeated, so that a bomb need not be held in memory before it goes off.
struct Repeated {
    std::string before, piece;
    std::size_t times = 0;
    std::string after;
};

void put(std::string& out, std::uint64_t value, int width) {
    for (int i = 0; i < width; ++i, value >>= 8) out += char(value & 0xff);
}

/// One entry, deflated piece by piece.
struct Packed {
    std::string bytes;
    std::uint32_t crc = 0;
    std::uint64_t size = 0;
};
Packed packed(const Repeated& text) {
    Packed out;
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::vector<char> buffer(64 * 1024);
    auto feed = [&](std::string_view piece, int flush) {
        out.crc = std::uint32_t(crc32(out.crc, reinterpret_cast<const Bytef*>(piece.data()), uInt(piece.size())));
        out.size += piece.size();
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(piece.data()));
        stream.avail_in = uInt(piece.size());
        do {
            stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
            stream.avail_out = uInt(buffer.size());
            deflate(&stream, flush);
            out.bytes.append(buffer.data(), buffer.size() - stream.avail_out);
        } while (stream.avail_out == 0);
    };
    feed(text.before, Z_NO_FLUSH);
    for (std::size_t i = 0; i < text.times; ++i) feed(text.piece, Z_NO_FLUSH);
    feed(text.after, Z_FINISH);
    deflateEnd(&stream);
    return out;
}

std::string zip_of(const std::vector<std::pair<std::string, Repeated>>& entries) {
    std::string out, directory;
    for (const auto& [name, text] : entries) {
        auto entry = packed(text);
        auto at = out.size();
        auto common = [&](std::string& to) {
            put(to, 20, 2), put(to, 0, 2), put(to, 8, 2), put(to, 0, 4), put(to, entry.crc, 4), put(to, entry.bytes.size(), 4), put(to, entry.size & 0xffffffff, 4), put(to, name.size(), 2);
        };
        put(out, 0x04034b50, 4), common(out), put(out, 0, 2), out += name + entry.bytes;
        put(directory, 0x02014b50, 4), put(directory, 20, 2), common(directory), put(directory, 0, 2), put(directory, 0, 2), put(directory, 0, 2), put(directory, 0, 2), put(directory, 0, 4);
        put(directory, at, 4), directory += name;
    }
    auto begins = out.size();
    out += directory;
    put(out, 0x06054b50, 4), put(out, 0, 4), put(out, entries.size(), 2), put(out, entries.size(), 2), put(out, directory.size(), 4), put(out, begins, 4), put(out, 0, 2);
    return out;
}

constexpr auto sheet_begins = R"(<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>)";
constexpr auto sheet_ends = "</sheetData></worksheet>";
/// All the columns that a catalog file needs.
const std::string header_row = [] {
    std::string row = "<row r=\"1\">";
    for (const auto* name : {"product_slug", "title", "category", "sku", "price", "currency"}) row += "<c t=\"inlineStr\"><is><t>" + std::string(name) + "</t></is></c>";
    return row + "</row>";
}();
std::string sheet(Repeated rows) {
    rows.before = sheet_begins + rows.before;
    rows.after += sheet_ends;
    return zip_of({{"xl/worksheets/sheet1.xml", std::move(rows)}});
}

std::int64_t peak_mib() {
    rusage use{};
    getrusage(RUSAGE_SELF, &use);
    return use.ru_maxrss / 1024;
}

/// Reads a file to its end as an import does. Gives the codes of its faults, each once.
std::set<std::string> codes_of(const std::string& bytes) {
    std::set<std::string> codes;
    SourceFile file([&bytes] { return bytes_of(std::string_view(bytes)); }, std::nullopt);
    ImportLookup lookup{[](std::string_view) { return true; }, [](Currency) { return true; }, {}};
    ProductReader reader(file.records(), lookup, [&](const ImportFault& fault) {
        EXPECT_FALSE(fault.text.empty()) << fault.code;
        EXPECT_LT(fault.text.size(), 2'000u) << fault.code;
        codes.insert(fault.code);
    });
    while (reader.next()) {}
    return codes;
}

#if __has_feature(address_sanitizer)
constexpr std::int64_t kept_by_allocator_mib = 256 + 64;  ///< freed memory that AddressSanitizer holds back (quarantine_size_mb), and its own book-keeping
#elif __has_feature(thread_sanitizer)
constexpr std::int64_t kept_by_allocator_mib = 4 * 200;   ///< ThreadSanitizer's shadow: some four bytes beside each that is touched
#else
constexpr std::int64_t kept_by_allocator_mib = 0;
#endif

/// The file is refused for one of these reasons, and costs less than so much memory beyond what this process ever took.
void expect_refused(const std::string& bytes, const std::set<std::string>& any_of, const char* what, std::int64_t most_mib = 200) {
    auto before = peak_mib();
    std::set<std::string> codes;
    EXPECT_NO_THROW(codes = codes_of(bytes)) << what;
    bool is_named = std::ranges::any_of(codes, [&](const auto& code) { return any_of.contains(code); });
    std::string all;
    for (const auto& code : codes) all += code + " ";
    EXPECT_TRUE(is_named) << what << " gave: " << all;
    EXPECT_LT(peak_mib() - before, most_mib + kept_by_allocator_mib) << what;
}

const std::set<std::string> broken{"file.broken_workbook"};

TEST(hostile_workbook, bombs_of_text_rows_tags_comments_and_depth_are_refused) {
    auto mebi = [](char c) { return std::string(1 << 20, c); };
    expect_refused(sheet({header_row + std::string(R"(<row r="2"><c r="A2" t="inlineStr"><is><t>)"), mebi('a'), 64, "</t></is></c></row>"}), broken, "64 MiB of text");
    expect_refused(sheet({header_row + std::string("<row r=\"2\"><c r=\""), mebi('A'), 64, "\"/></row>"}), broken, "an attribute of 64 MiB");
    expect_refused(sheet({header_row + std::string("<!--"), mebi('x'), 64, "-->"}), broken, "a comment of 64 MiB");
    std::string nested;
    for (int i = 0; i < 10'000; ++i) nested += "<a>";
    expect_refused(sheet({header_row, nested, 300, ""}), broken, "three million open elements");
    std::string cells;
    for (int i = 0; i < 10'000; ++i) cells += R"(<c r="A2" t="e"><v>#REF!</v></c>)";
    expect_refused(sheet({header_row + std::string("<row r=\"2\">"), cells, 40, "</row>"}), {"sheet.error_value"}, "four hundred thousand error values in one row");
}

// One long text that stands in every cell is not copied into every cell.
TEST(hostile_workbook, a_shared_text_in_sixteen_thousand_columns_stays_one_text) {
    std::string row = "<row r=\"2\">";
    for (int i = 0; i < 16'384; ++i) row += R"(<c t="s"><v>0</v></c>)";
    row += "</row>";
    auto bytes = zip_of({{"xl/sharedStrings.xml", {"<sst><si><t>", std::string(1 << 20, 'x'), 12, "</t></si></sst>"}}, {"xl/worksheets/sheet1.xml", {std::string(sheet_begins) + header_row, row, 20, sheet_ends}}});
    expect_refused(bytes, {"csv.field_too_long", "csv.row_too_long", "csv.too_many_fields"}, "twelve MiB in each of 16,384 cells");
    std::string wide;
    for (int i = 0; i < 16'384; ++i) wide += R"(<c t="inlineStr"><is><t>column</t></is></c>)";
    expect_refused(sheet({"<row r=\"1\">" + wide + "</row>", "<row><c r=\"XFD2\" t=\"inlineStr\"><is><t>x</t></is></c></row>", 2'000, ""}), {"csv.too_many_fields", "header.missing_column", "csv.row_too_long"},
                   "a header of 16,384 columns");
}

TEST(hostile_workbook, entities_are_not_expanded) {
    std::string laughs = R"(<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "aaaaaaaaaaaaaaaaaaaa">)";
    for (char c = 'b'; c < 'm'; ++c) {
        laughs += std::string("<!ENTITY ") + c + " \"";
        for (int i = 0; i < 20; ++i) laughs += std::string("&") + char(c - 1) + ";";
        laughs += "\">";
    }
    laughs += "]><worksheet><sheetData><row><c t=\"inlineStr\"><is><t>&l;</t></is></c></row></sheetData></worksheet>";
    expect_refused(zip_of({{"xl/worksheets/sheet1.xml", {laughs, "", 0, ""}}}), broken, "a billion laughs");
    expect_refused(zip_of({{"xl/worksheets/sheet1.xml", {R"(<!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet/>)", "", 0, ""}}}), broken, "a document type from elsewhere");
}

TEST(hostile_workbook, a_directory_that_lies_is_refused) {
    auto sound = sheet({header_row, "", 0, ""});
    auto with = [&](std::size_t from_end, std::uint64_t value, int width) {
        auto bytes = sound;
        std::string number;
        put(number, value, width);
        return bytes.replace(bytes.size() - from_end, std::size_t(width), number);
    };
    expect_refused(with(12, 65'535, 2), broken, "65,535 entries");
    expect_refused(with(6, 0xffffffff, 4), broken, "a directory outside the file");
    expect_refused(with(10, 0xffffffff, 4), broken, "a directory of four GiB");
    expect_refused("PK\x03\x04", broken, "nothing but a mark");
    expect_refused(zip_of({{"readme.txt", {"hello", "", 0, ""}}}), broken, "an archive of something else");
    expect_refused(zip_of({}), {"file.empty", "file.not_utf8", "file.broken_workbook", "csv.nul_byte"}, "an empty archive");
}

TEST(hostile_csv, long_cells_many_columns_nuls_and_lost_quotes_are_refused) {
    std::string head = "product_slug,title,category,sku,price,currency\n";
    expect_refused(head + "a," + std::string(64 << 20, 'x') + ",pens,A,1.00,PKR\n", {"csv.field_too_long", "csv.row_too_long"}, "a cell of 64 MiB");
    expect_refused(head + "a,\"" + std::string(64 << 20, 'x'), {"csv.field_too_long", "csv.row_too_long", "csv.unclosed_quote"}, "a quote that never ends");
    expect_refused(std::string(2'000'000, ',') + "\n" + head, {"csv.too_many_fields", "csv.row_too_long", "header.missing_column"}, "two million columns");
    expect_refused(head + std::string("a\0b,T,pens,A,1.00,PKR\n", 22), {"csv.nul_byte"}, "a NUL");
    expect_refused(head + "\xff\xfe\x41,T,pens,A,1.00,PKR\n", {"utf8.invalid", "file.not_utf8", "slug.invalid"}, "bytes that are no UTF-8");
    expect_refused("", {"file.empty"}, "nothing");
}

/// Sound files, changed at random: whatever comes out ends in products or in faults.
void mutate(const std::string& sound, std::uint32_t seed, int count) {
    std::mt19937 rng(seed);
    auto before = peak_mib();
    for (int i = 0; i < count; ++i) {
        auto bytes = sound;
        switch (rng() % 4) {
            case 0: bytes.resize(rng() % bytes.size()); break;
            case 1:
                for (int n = 0; n < 8; ++n) bytes[rng() % bytes.size()] = char(rng());
                break;
            case 2: bytes.insert(rng() % bytes.size(), bytes.substr(rng() % bytes.size(), rng() % 4'000)); break;
            default: bytes.erase(rng() % bytes.size(), rng() % 400);
        }
        EXPECT_NO_THROW(codes_of(bytes)) << "seed " << seed << ", file " << i;
    }
    EXPECT_LT(peak_mib() - before, 200 + kept_by_allocator_mib);
}

TEST(hostile_imports, made_by_chance_from_sound_ones_never_end_in_an_exception) {
    std::string csv = "product_slug,title,category,sku,price,currency\n";
    for (int i = 0; i < 60; ++i) csv += "pen-" + std::to_string(i) + ",\"A \"\"good\"\" pen\",pens,PEN-" + std::to_string(i) + ",1.00,PKR\n";
    mutate(csv, 20261130, test::rounds(400, 20'000));
    std::string rows = header_row;
    for (int i = 2; i < 60; ++i) rows += "<row r=\"" + std::to_string(i) + "\"><c t=\"s\"><v>0</v></c><c s=\"1\"><v>44561.5</v></c><c t=\"b\"><v>1</v></c></row>";
    auto workbook = zip_of({{"xl/workbook.xml", {R"(<workbook><sheets><sheet name="a" r:id="r1" xmlns:r="x"/></sheets></workbook>)", "", 0, ""}},
                            {"xl/sharedStrings.xml", {"<sst><si><t>pen</t></si></sst>", "", 0, ""}},
                            {"xl/styles.xml", {R"(<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>)", "", 0, ""}},
                            {"xl/worksheets/sheet1.xml", {sheet_begins + rows, "", 0, sheet_ends}}});
    mutate(workbook, 20261131, test::rounds(400, 20'000));
}

// As staff meet it: a refusal with words, and the report stays to be read.
TEST(hostile_imports, are_refused_over_http) {
    test::Desk desk;
    auto media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    auto bomb = sheet({header_row + std::string("<!--"), std::string(1 << 20, 'x'), 100, "-->"});
    auto refused = desk.send(http::Method::post, "/api/v1/admin/imports", bomb, {{"content-type", media}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(refused.code(), "imports.faulty");
    EXPECT_TRUE(refused.faults().at(0).ends_with(" file.broken_workbook"));
    EXPECT_EQ(desk.send(http::Method::post, "/api/v1/admin/imports", "PK\x03\x04 and no more", {{"content-type", "text/csv"}}).code(), "imports.faulty");
}

}  // namespace
}  // namespace vitrine::imports
