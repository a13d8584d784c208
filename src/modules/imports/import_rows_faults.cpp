#include "modules/imports/import_rows_faults.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "modules/imports/csv_utf8.h"

namespace vitrine::imports {
namespace {

constexpr std::array kinds = std::to_array<FaultKind>({
    {"file.empty", "The file is empty."},
    {"file.not_utf8", "The file is UTF-16; save it as CSV UTF-8."},
    {"file.is_spreadsheet", "The file is a spreadsheet; save it as CSV UTF-8."},
    {"file.broken_workbook", "The workbook is broken, protected or larger than any sheet; save it again as XLSX or as CSV UTF-8."},
    {"sheet.error_value", "The cell shows an error of the spreadsheet; enter its value."},
    {"file.no_rows", "The file has a header and no rows."},
    {"file.too_many_rows", "The file has more rows than one import takes; split it."},
    {"file.too_many_faults", "Too many faults; the rest of the file was not read."},
    {"csv.unclosed_quote", "A quote opens here and is not closed before the next one, or at all."},
    {"csv.text_after_quote", "Text follows the closing quote; double the quotes inside the value."},
    {"csv.stray_quote", "A quote stands inside an unquoted value; quote the value and double the quotes in it."},
    {"csv.bare_carriage_return", "A carriage return stands alone; end lines with CR LF or LF."},
    {"csv.nul_byte", "The value holds a NUL byte."},
    {"csv.field_too_long", "The value is longer than 64 KiB."},
    {"csv.row_too_long", "The row is longer than 256 KiB."},
    {"csv.too_many_fields", "The row has more values than the header has columns."},
    {"csv.too_few_fields", "The row has fewer values than the header has columns."},
    {"utf8.invalid", "The value is not UTF-8; save the file as CSV UTF-8."},
    {"header.missing_column", "The header lacks a column that is needed."},
    {"header.unknown_column", "The header has a column that is not known."},
    {"header.duplicate_column", "The header has this column twice."},
    {"header.empty_column", "The header has a column without a name."},
    {"header.too_many_options", "A product can have three options at most."},
    {"header.too_many_attributes", "The header has more attributes than a shop takes."},
    {"header.half_a_pair", "An option or attribute needs both its name and its value column."},
    {"header.option_name_invalid", "An option needs a name of 1 to 40 characters after the colon."},
    {"header.attr_name_invalid", "An attribute needs a name of small letters, digits and underscores after the colon."},
    {"text.control_character", "The value holds a control character."},
    {"text.replacement_character", "The value holds U+FFFD: letters were lost in an earlier conversion."},
    {"text.direction_override", "The value holds an invisible mark that turns the direction of reading."},
    {"text.markup", "The value holds markup; give plain text."},
    {"formula.injection", "The value would run as a formula in a spreadsheet; start it with a letter or digit."},
    {"slug.missing", "The product has no slug."},
    {"slug.invalid", "A slug is made of small letters, digits and single hyphens."},
    {"slug.too_long", "A slug has 120 characters at most."},
    {"product.rows_not_adjacent", "The rows of a product must stand together; this one appeared further up."},
    {"product.conflicting_value", "This differs from the first row of the same product."},
    {"product.too_many_variants", "A product can have 2,000 variants at most."},
    {"title.missing", "The product has no title."},
    {"title.too_long", "A title has 200 characters at most."},
    {"title_local.too_long", "A local title has 200 characters at most."},
    {"description.too_long", "A description has 20,000 characters at most."},
    {"category.missing", "The product has no category."},
    {"category.unknown", "The shop has no such category."},
    {"brand.too_long", "A brand has 80 characters at most."},
    {"tags.too_many", "A product can have 20 tags at most."},
    {"tag.too_long", "A tag has 40 characters at most."},
    {"tag.empty", "There is nothing between two tag separators."},
    {"tag.duplicate", "The same tag is given twice."},
    {"status.unknown", "The status is active, draft or archived."},
    {"sku.missing", "The variant has no SKU."},
    {"sku.invalid", "A SKU is made of letters, digits, hyphen, dot, slash and underscore."},
    {"sku.too_long", "A SKU has 64 characters at most."},
    {"sku.duplicate_in_file", "The same SKU stands further up in the file."},
    {"sku.taken", "Another product of the shop has this SKU."},
    {"barcode.scientific_notation", "A spreadsheet has rounded this barcode; format the column as text and enter it again."},
    {"barcode.not_digits", "A barcode is made of digits."},
    {"barcode.wrong_length", "A barcode has 8, 12, 13 or 14 digits."},
    {"barcode.bad_check_digit", "The last digit of the barcode does not fit the others."},
    {"barcode.duplicate_in_file", "The same barcode stands further up in the file."},
    {"barcode.taken", "Another product of the shop has this barcode."},
    {"option.inconsistent", "All variants of a product have the same options."},
    {"option.name_missing", "The option has a value and no name."},
    {"option.needed", "A product with several variants needs an option that tells them apart."},
    {"option.duplicate_combination", "Another variant of this product has the same options."},
    {"option.too_long", "An option value has 80 characters at most."},
    {"image.not_an_address", "A picture is an address that begins with https:// or http:// and holds no space."},
    {"images.too_many", "A product can have 250 pictures at most."},
    {"price.missing", "The variant has no price."},
    {"price.not_a_number", "A price is digits with a point, such as 249.00."},
    {"price.negative", "A price is not below zero."},
    {"price.too_many_decimals", "The price has more decimals than its currency."},
    {"price.too_large", "The price is too large."},
    {"price.thousands_separator", "Leave separators out of a price: 1299.00, not 1,299.00."},
    {"price.decimal_comma", "A price has a decimal point, not a comma."},
    {"price.currency_symbol", "Put the currency into its own column; a price is digits with a point."},
    {"price.scientific_notation", "A spreadsheet has rounded this price; enter it again."},
    {"compare_at_price.not_above_price", "The former price must be above the price."},
    {"currency.missing", "The price has no currency."},
    {"currency.unknown", "There is no such currency; give the three letters of ISO 4217."},
    {"currency.not_sold", "This shop does not sell in this currency."},
    {"currency.mixed", "All variants of a product have the same currency."},
    {"product.parent_unknown", "The variation's parent is not in the file."},
    {"product.type_unknown", "This type of product is not known here."},
    {"product.handle_missing", "The row has no handle."},
    {"stock.not_whole", "Stock is a whole number."},
    {"stock.negative", "Stock is not below zero."},
    {"stock.too_large", "Stock is 100,000,000 at most."},
    {"weight.not_whole", "Weight is a whole number of grams."},
    {"weight.negative", "Weight is not below zero."},
    {"weight.too_large", "Weight is 10,000,000 grams at most."},
    {"attr.too_long", "An attribute value has 200 characters at most."},
    {"attr.name_invalid", "An attribute's name has small letters, digits and underscores."},
    {"attr.unknown", "The shop has no such attribute."},
    {"attr.not_a_number", "This attribute is a number."},
    {"attr.not_yes_no", "This attribute is yes or no."},
    {"attr.not_in_list", "This attribute has a list of values, and this is not one of them."},
    // Notices: what was changed or left out so that another system's file fits. Nothing to mend.
    {"slug.made", "The address has letters that ours cannot have; it became this one."},
    {"title.shortened", "The title was cut after 200 characters."},
    {"description.shortened", "The description was cut after 20,000 characters and lost its markup."},
    {"category.left_out", "A product has one category here; this further one was left out."},
    {"tags.left_out", "A tag was left out: it has more than 40 characters, or there are more than 20."},
    {"sku.made", "The variant had no SKU and got this one."},
    {"sku.changed", "The SKU had signs that ours cannot have, or was given twice; it became this one."},
    {"barcode.left_out", "This is no GTIN, or was given twice; the barcode was left out."},
    {"variant.without_price", "It has no price and was left out."},
    {"variant.disabled", "The variation was switched off and was left out."},
    {"compare_at_price.left_out", "The former price is below the price and was left out."},
    {"sale.left_out", "This sale begins later or is over; the regular price was taken."},
    {"stock.below_zero", "More was sold than there was; the stock is 0."},
    {"stock.not_counted", "It is in stock and nobody counted it: set its stock by hand."},
    {"weight.left_out", "This is no weight and was left out."},
    {"option.any", "The variation fits every value of this option; it is called Any."},
    {"attr.left_out", "The attribute was left out: it has more than 200 characters, or another one has the same name."},
    {"image.left_out", "This is no address of a picture, or there are more than 250; it was left out."},
    {"product.gift_card", "Gift cards are no products here; it was left out."},
    {"product.grouped", "A group has no price of its own; it was left out and its members were taken."},
    {"product.external", "It is sold elsewhere; it became a draft that keeps the address as an attribute."},
    {"product.no_variants", "It has no variation that could be sold and was left out."},
});

}  // namespace

std::span<const FaultKind> import_fault_kinds() { return kinds; }

std::string fault_text(std::string_view code, std::string_view value) {
    const auto* kind = std::ranges::find(kinds, code, &FaultKind::code);
    if (kind == kinds.end()) throw std::logic_error("import fault without a text: " + std::string(code));
    std::string text(kind->text);
    if (value.empty()) return text;
    constexpr std::size_t shown_bytes = 60;
    auto shown = value.substr(0, shown_bytes);
    while (shown.size() < value.size() && !shown.empty() && (static_cast<unsigned char>(value[shown.size()]) & 0xC0U) == 0x80U)
        shown.remove_suffix(1);
    text += " Found \"";
    text += printable(shown);
    text += shown.size() < value.size() ? "…\"." : "\".";
    return text;
}

std::string printable(std::string_view text) {
    bool is_whole = is_utf8(text);
    std::string out(text);
    for (char& c : out) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7F || (byte >= 0x80 && !is_whole)) c = '?';
    }
    return out;
}

}  // namespace vitrine::imports
