#include "modules/imports/import_rows.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include "modules/imports/import_rows_faults.h"

namespace vitrine::imports {
namespace {

ImportLookup stationery_lookup() {
    return {
        .has_category = [](std::string_view slug) { return slug == "notebooks" || slug == "pens"; },
        .sells_in = [](Currency currency) { return currency.code() != "USD"; },
        .attribute = [](std::string_view name) -> std::optional<AttributeRule> {
            if (name == "mystery") return std::nullopt;
            if (name == "gsm") return AttributeRule{.kind = AttributeRule::Kind::number, .allowed = {}};
            if (name == "refillable") return AttributeRule{.kind = AttributeRule::Kind::yes_no, .allowed = {}};
            if (name == "ruling") return AttributeRule{.kind = AttributeRule::Kind::text, .allowed = {"single", "double", "r", std::string(201, 'r')}};
            return AttributeRule{};
        }};
}

struct Outcome {
    std::vector<ProductDraft> products;
    std::vector<ImportFault> faults;
    ImportCounts counts;

    [[nodiscard]] std::vector<std::string> codes() const {
        std::vector<std::string> all;
        for (const auto& fault : faults) all.push_back(fault.code);
        return all;
    }
};

Outcome read_source(ByteSource source, const ImportLimits& limits = {}) {
    Outcome outcome;
    outcome.counts = read_products(
        std::move(source), stationery_lookup(), [&](ProductDraft&& draft) { outcome.products.push_back(std::move(draft)); },
        [&](const ImportFault& fault) { outcome.faults.push_back(fault); }, limits);
    return outcome;
}

Outcome read_text(const std::string& text, const ImportLimits& limits = {}) { return read_source(bytes_of(text), limits); }

ImportLimits with(const std::function<void(ImportLimits&)>& change) {
    ImportLimits limits;
    change(limits);
    return limits;
}

constexpr auto header = "product_slug,title,category,sku,price,currency,option:Colour,attr:ruling\n";

struct Expected {
    std::uint64_t row;
    std::string_view column;
    std::string_view code;
};

/// What is wrong in tests/data/fifty_faults.csv, line by line.
constexpr auto fifty_faults = std::to_array<Expected>({
    {1, "colour", "header.unknown_column"},
    {1, "title", "header.duplicate_column"},
    {1, "", "header.empty_column"},
    {1, "option:Fourth", "header.too_many_options"},
    {1, "attr:Bad Name", "header.attr_name_invalid"},
    {1, "option:", "header.option_name_invalid"},
    {1, "attr:mystery", "attr.unknown"},
    {3, "title", "csv.unclosed_quote"},
    {4, "title", "csv.text_after_quote"},
    {5, "title", "csv.stray_quote"},
    {6, "title", "csv.bare_carriage_return"},
    {7, "title", "csv.nul_byte"},
    {8, "description", "csv.field_too_long"},
    {9, "", "csv.too_many_fields"},
    {10, "option:", "csv.too_few_fields"},
    {11, "title", "utf8.invalid"},
    {12, "title", "text.control_character"},
    {13, "title", "text.replacement_character"},
    {14, "title", "text.direction_override"},
    {15, "title", "text.markup"},
    {16, "title", "formula.injection"},
    {17, "brand", "formula.injection"},
    {18, "attr:ruling", "formula.injection"},
    {19, "product_slug", "slug.missing"},
    {20, "product_slug", "slug.invalid"},
    {21, "product_slug", "slug.too_long"},
    {22, "product_slug", "product.rows_not_adjacent"},
    {24, "title", "product.conflicting_value"},
    {25, "title", "title.missing"},
    {26, "title", "title.too_long"},
    {27, "title_local", "title_local.too_long"},
    {28, "description", "description.too_long"},
    {29, "category", "category.missing"},
    {30, "category", "category.unknown"},
    {31, "brand", "brand.too_long"},
    {32, "tags", "tags.too_many"},
    {33, "tags", "tag.too_long"},
    {34, "tags", "tag.empty"},
    {35, "tags", "tag.duplicate"},
    {36, "status", "status.unknown"},
    {37, "sku", "sku.missing"},
    {38, "sku", "sku.invalid"},
    {39, "sku", "sku.too_long"},
    {40, "sku", "sku.duplicate_in_file"},
    {41, "barcode", "barcode.scientific_notation"},
    {42, "barcode", "barcode.not_digits"},
    {43, "barcode", "barcode.wrong_length"},
    {44, "barcode", "barcode.bad_check_digit"},
    {46, "barcode", "barcode.duplicate_in_file"},
    {48, "option:Colour", "option.inconsistent"},
    {50, "option:Colour", "option.needed"},
    {52, "option:Colour", "option.duplicate_combination"},
    {53, "option:Colour", "option.too_long"},
    {54, "price", "price.missing"},
    {55, "price", "price.not_a_number"},
    {56, "price", "price.negative"},
    {57, "price", "price.too_many_decimals"},
    {58, "price", "price.too_large"},
    {59, "price", "price.thousands_separator"},
    {60, "price", "price.decimal_comma"},
    {61, "price", "price.currency_symbol"},
    {62, "price", "price.scientific_notation"},
    {63, "compare_at_price", "price.too_many_decimals"},
    {64, "compare_at_price", "compare_at_price.not_above_price"},
    {65, "currency", "currency.missing"},
    {66, "currency", "currency.unknown"},
    {67, "currency", "currency.not_sold"},
    {69, "currency", "currency.mixed"},
    {70, "stock", "stock.not_whole"},
    {71, "stock", "stock.negative"},
    {72, "stock", "stock.too_large"},
    {73, "weight_grams", "weight.not_whole"},
    {74, "weight_grams", "weight.negative"},
    {75, "weight_grams", "weight.too_large"},
    {76, "attr:ruling", "attr.too_long"},
    {77, "attr:gsm", "attr.not_a_number"},
    {78, "attr:refillable", "attr.not_yes_no"},
    {79, "attr:ruling", "attr.not_in_list"},
    {80, "title", "title.missing"},
    {80, "price", "price.negative"},
    {80, "stock", "stock.not_whole"},
});

TEST(import_rows, finds_every_fault_of_the_file_at_its_row_and_column) {
    std::ifstream file("tests/data/fifty_faults.csv", std::ios::binary);
    ASSERT_TRUE(file);
    const auto outcome = read_source(bytes_of(file));
    std::set<std::string_view> kinds;
    for (std::size_t i = 0; i < std::max(outcome.faults.size(), fifty_faults.size()); ++i) {
        ASSERT_LT(i, outcome.faults.size()) << "not found: row " << fifty_faults[i].row << " " << fifty_faults[i].code;
        const auto& found = outcome.faults[i];
        ASSERT_LT(i, fifty_faults.size()) << "too much: row " << found.row << " " << found.column << " " << found.code;
        EXPECT_EQ(found.row, fifty_faults[i].row) << found.code;
        EXPECT_EQ(found.column, fifty_faults[i].column) << found.row << " " << found.code;
        EXPECT_EQ(found.code, fifty_faults[i].code) << found.row;
        EXPECT_FALSE(found.text.empty());
        kinds.insert(found.code);
    }
    EXPECT_GE(kinds.size(), 50U);
    std::vector<std::string> sound;
    for (const auto& product : outcome.products) sound.push_back(product.slug);
    EXPECT_EQ(sound, (std::vector<std::string>{"product-1", "product-44", "product-80"}));
}

TEST(import_rows, gathers_the_variants_of_a_product) {
    const auto outcome = read_text(std::string(header) + "pen,Gel Pen,pens,P-1,249.5,PKR,Blue,single\npen,,,P-2,300,PKR,Red,\npad,Pad,notebooks,N-1,0,PKR,,\n");
    EXPECT_TRUE(outcome.faults.empty());
    ASSERT_EQ(outcome.products.size(), 2U);
    const auto& pen = outcome.products[0];
    EXPECT_EQ(pen.title, "Gel Pen");
    EXPECT_EQ(pen.status, "active");
    EXPECT_EQ(pen.attributes, (std::vector<NamedValue>{{"ruling", "single"}}));
    ASSERT_EQ(pen.variants.size(), 2U);
    EXPECT_EQ(pen.variants[0].price.minor, 24950);
    EXPECT_EQ(pen.variants[1].price.minor, 30000);
    EXPECT_EQ(pen.variants[1].options, (std::vector<NamedValue>{{"Colour", "Red"}}));
    EXPECT_EQ(pen.variants[1].row, 3U);
    EXPECT_EQ(pen.variants[0].stock, std::nullopt);
    EXPECT_EQ(outcome.counts.variants, 3U);
}

TEST(import_rows, keeps_attributes_that_differ_with_their_variants) {
    const auto outcome = read_text(std::string(header) + "pen,Gel Pen,pens,P-1,1,PKR,Blue,single\npen,,,P-2,1,PKR,Red,double\npen,,,P-3,1,PKR,Green,\n");
    ASSERT_EQ(outcome.products.size(), 1U);
    EXPECT_TRUE(outcome.products[0].attributes.empty());
    EXPECT_EQ(outcome.products[0].variants[1].attributes, (std::vector<NamedValue>{{"ruling", "double"}}));
    EXPECT_EQ(outcome.products[0].variants[2].attributes, (std::vector<NamedValue>{{"ruling", "single"}}));
}

TEST(import_rows, takes_prices_with_the_decimals_of_their_currency) {
    const auto outcome = read_text(std::string(header) + "a,A,pens,A,249,JPY,,\nb,B,pens,B,1.005,KWD,,\nc,C,pens,C,249.0,JPY,,\n");
    ASSERT_EQ(outcome.products.size(), 2U);
    EXPECT_EQ(outcome.products[0].variants[0].price.minor, 249);
    EXPECT_EQ(outcome.products[1].variants[0].price.minor, 1005);
    EXPECT_EQ(outcome.codes(), (std::vector<std::string>{"price.too_many_decimals"}));
}

TEST(import_rows, holds_back_the_whole_product_for_one_bad_variant) {
    const auto outcome = read_text(std::string(header) + "pen,Gel Pen,pens,P-1,1,PKR,Blue,\npen,,,P-2,-1,PKR,Red,\npad,Pad,notebooks,N-1,1,PKR,,\n");
    ASSERT_EQ(outcome.products.size(), 1U);
    EXPECT_EQ(outcome.products[0].slug, "pad");
    EXPECT_EQ(outcome.counts.faulty_products, 1U);
}

TEST(import_rows, holds_back_both_neighbours_of_a_row_whose_slug_is_lost) {
    const auto outcome = read_text(std::string(header) + "a,A,pens,A,1,PKR,,\n\"b\"x,B,pens,B,1,PKR,,\nc,C,pens,C,1,PKR,,\nd,D,pens,D,1,PKR,,\n");
    ASSERT_EQ(outcome.products.size(), 1U);
    EXPECT_EQ(outcome.products[0].slug, "d");
}

TEST(import_rows, gives_up_without_the_needed_columns) {
    const auto outcome = read_text("product_slug,title\na,A\n");
    EXPECT_EQ(outcome.codes(), std::vector<std::string>(4, "header.missing_column"));
    EXPECT_EQ(outcome.counts.records, 0U);
}

TEST(import_rows, names_files_that_hold_no_rows) {
    EXPECT_EQ(read_text("").codes(), (std::vector<std::string>{"file.empty"}));
    EXPECT_EQ(read_text(header).codes(), (std::vector<std::string>{"file.no_rows"}));
    EXPECT_EQ(read_text("PK\x03\x04").codes(), (std::vector<std::string>{"file.is_spreadsheet"}));
}

TEST(import_rows, stops_at_its_limits) {
    const auto rows = std::string(header) + "a,,pens,A,1,PKR,,\nb,,pens,B,1,PKR,,\nc,,pens,C,1,PKR,,\n";
    EXPECT_EQ(read_text(rows, with([](ImportLimits& limits) { limits.faults = 2; })).codes(), (std::vector<std::string>{"title.missing", "title.missing", "file.too_many_faults"}));
    const auto good = std::string(header) + "a,A,pens,A,1,PKR,,\nb,B,pens,B,1,PKR,,\n";
    EXPECT_EQ(read_text(good, with([](ImportLimits& limits) { limits.records = 1; })).codes(), (std::vector<std::string>{"file.too_many_rows"}));
    const auto many = std::string(header) + "a,A,pens,A,1,PKR,x,\na,,,B,1,PKR,y,\na,,,C,1,PKR,z,\n";
    EXPECT_EQ(read_text(many, with([](ImportLimits& limits) { limits.variants_per_product = 1; })).codes(), (std::vector<std::string>{"product.too_many_variants"}));
}

TEST(import_rows, reads_in_batches) {
    const std::string text = std::string(header) + "a,A,pens,A,1,PKR,,\nb,B,pens,B,1,PKR,,\nc,C,pens,C,1,PKR,,\n";
    ProductReader reader(bytes_of(text), stationery_lookup(), [](const ImportFault& fault) { ADD_FAILURE() << fault.code; });
    EXPECT_EQ(reader.next_batch(2).size(), 2U);
    EXPECT_EQ(reader.next_batch(2).size(), 1U);
    EXPECT_TRUE(reader.next_batch(2).empty());
    EXPECT_FALSE(reader.was_cut_short());
    EXPECT_EQ(reader.counts().bytes, text.size());
}

TEST(import_rows, gives_every_code_its_own_text) {
    std::set<std::string_view> codes;
    for (const auto& kind : import_fault_kinds()) EXPECT_TRUE(codes.insert(kind.code).second) << kind.code;
    EXPECT_EQ(fault_text("price.missing", {}), "The variant has no price.");
    EXPECT_EQ(fault_text("text.markup", "<b>\x07"), "The value holds markup; give plain text. Found \"<b>?\".");
    EXPECT_THROW(fault_text("no.such_code", {}), std::logic_error);
}

}  // namespace
}  // namespace vitrine::imports
