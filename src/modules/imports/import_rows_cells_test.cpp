#include "modules/imports/import_rows_cells.h"

#include <gtest/gtest.h>

#include <string>

namespace vitrine::imports::cells {
namespace {

/// The code, or the amount when the price is fine.
std::string price(std::string_view text, int decimals) {
    std::int64_t minor = -1;
    const auto code = read_price(text, decimals, minor);
    return code.empty() ? std::to_string(minor) : std::string(code);
}

TEST(import_rows_cells, reads_prices_exactly) {
    EXPECT_EQ(price("249", 2), "24900");
    EXPECT_EQ(price("0.1", 2), "10");
    EXPECT_EQ(price("0.29", 2), "29");
    EXPECT_EQ(price("249", 0), "249");
    EXPECT_EQ(price("1.2345", 4), "12345");
    EXPECT_EQ(price("100000000000.00", 2), "10000000000000");
    EXPECT_EQ(price("0", 2), "0");
}

TEST(import_rows_cells, names_what_is_wrong_with_a_price) {
    EXPECT_EQ(price("", 2), "price.missing");
    EXPECT_EQ(price("100000000000.01", 2), "price.too_large");
    EXPECT_EQ(price("99999999999999999999999", 2), "price.too_large");
    EXPECT_EQ(price("249.000", 2), "price.too_many_decimals");
    EXPECT_EQ(price("249.0", 0), "price.too_many_decimals");
    EXPECT_EQ(price("-0.01", 2), "price.negative");
    EXPECT_EQ(price("1,29,900", 2), "price.thousands_separator");
    EXPECT_EQ(price("1 299.00", 2), "price.thousands_separator");
    EXPECT_EQ(price("249,5", 2), "price.decimal_comma");
    EXPECT_EQ(price("₹249", 2), "price.currency_symbol");
    EXPECT_EQ(price("249 PKR", 2), "price.currency_symbol");
    EXPECT_EQ(price("1e5", 2), "price.scientific_notation");
    for (const auto* bad : {".5", "5.", "1.2.3", "+5", "-", "٢٤٩x", "free"}) EXPECT_TRUE(price(bad, 2).starts_with("price.")) << bad;
}

TEST(import_rows_cells, reads_whole_numbers_up_to_their_limit) {
    std::int64_t value = 0;
    EXPECT_EQ(read_whole("100000000", WholeFamily::stock, value), "");
    EXPECT_EQ(value, 100'000'000);
    EXPECT_EQ(read_whole("100000001", WholeFamily::stock, value), "stock.too_large");
    EXPECT_EQ(read_whole("-", WholeFamily::stock, value), "stock.not_whole");
    EXPECT_EQ(read_whole("12.0", WholeFamily::weight, value), "weight.not_whole");
}

TEST(import_rows_cells, checks_barcodes_of_every_length) {
    for (const auto* good : {"96385074", "036000291452", "4006381333931", "10614141000415"}) EXPECT_EQ(check_barcode(good), "") << good;
    for (const auto* bad : {"96385075", "036000291453", "4006381333913", "10614141000416"}) EXPECT_EQ(check_barcode(bad), "barcode.bad_check_digit") << bad;
}

TEST(import_rows_cells, knows_slugs_and_skus) {
    for (const auto* good : {"a", "gel-pen-0-5", "7"}) EXPECT_EQ(check_slug(good), "") << good;
    for (const auto* bad : {"-a", "a-", "a--b", "A", "a b", "é"}) EXPECT_EQ(check_slug(bad), "slug.invalid") << bad;
    for (const auto* good : {"A-1", "a.b/c_d", "7"}) EXPECT_EQ(check_sku(good), "") << good;
    for (const auto* bad : {"-A", "A B", "=A", "é"}) EXPECT_EQ(check_sku(bad), "sku.invalid") << bad;
    EXPECT_EQ(check_slug(std::string(120, 'x')), "");
    EXPECT_EQ(check_sku(std::string(64, 'x')), "");
}

TEST(import_rows_cells, tells_formulas_from_numbers_with_a_sign) {
    for (const auto* bad : {"=1+1", "@SUM(A1)", "+cmd|'/C calc'!A0", "-cmd", "-5+cmd|x", "+1(2)", "- =A1"}) EXPECT_EQ(check_text(bad, false), "formula.injection") << bad;
    for (const auto* good : {"-5 °C", "+92 300", "- a list", "a=b", "A < B", "2 <3"}) EXPECT_EQ(check_text(good, false), "") << good;
}

TEST(import_rows_cells, lets_line_ends_stand_in_long_texts_only) {
    EXPECT_EQ(check_text("a\r\n\tb", true), "");
    EXPECT_EQ(check_text("a\nb", false), "text.control_character");
    EXPECT_EQ(check_text("a\x7F", true), "text.control_character");
    EXPECT_EQ(check_text("</p>", true), "text.markup");
    EXPECT_EQ(check_text("کاپی‏", false), "");
}

TEST(import_rows_cells, splits_tags_and_trims_them) {
    std::vector<std::string_view> tags;
    EXPECT_EQ(split_tags(" new | gift", tags), "");
    EXPECT_EQ(tags, (std::vector<std::string_view>{"new", "gift"}));
    EXPECT_EQ(split_tags("", tags), "");
    EXPECT_TRUE(tags.empty());
    EXPECT_EQ(split_tags("new|", tags), "tag.empty");
}

}  // namespace
}  // namespace vitrine::imports::cells
