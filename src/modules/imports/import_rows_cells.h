#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

/// Pure readers of single cells. Each answers with a fault code, or with nothing when the cell is fine.
namespace vitrine::imports::cells {

using Code = std::string_view;      ///< empty: no fault

std::string_view trim(std::string_view text);

/// Decimal digits in the major unit ("249.00") to minor units, exactly; no rounding, so more decimals than the
/// currency has are refused. At most 10^13 minor units.
Code read_price(std::string_view text, int decimals, std::int64_t& minor);

/// A whole number from 0 to `most`; `family` is the first half of the code: stock.not_whole, weight.negative.
enum class WholeFamily : std::uint8_t { stock, weight };
Code read_whole(std::string_view text, WholeFamily family, std::int64_t& value);

/// GTIN-8, -12, -13 or -14 with the mod 10 check digit (GS1 General Specifications, section 7.9).
Code check_barcode(std::string_view text);

Code check_slug(std::string_view text);
Code check_sku(std::string_view text);

/// What no text a shopper sees may hold: control characters, lost letters, direction overrides, markup, and (unless it came `guarded`) a start
/// that a spreadsheet would run. `multi_line` allows line ends and tabs.
Code check_text(std::string_view text, bool multi_line, bool guarded = false);

/// Whether a spreadsheet might run the text, or it would be taken for guarded text: such text travels with an apostrophe before it.
bool needs_guard(std::string_view text);
/// The text as it travels in a file, and back. unguarded(guarded(text)) == text for every text.
std::string guarded(std::string_view text);
std::string_view unguarded(std::string_view text);

/// Small letters, digits and underscores, 40 at most.
bool is_attribute_name(std::string_view name);

/// An address of a picture: http or https, no spaces, 2,000 bytes at most.
bool is_image_url(std::string_view text);

/// What stands for "this variant has no such attribute", where a blank cell means "as in the first row".
inline constexpr std::string_view no_attribute = "(none)";

/// Splits at `|` and trims. The parts point into the text.
Code split_tags(std::string_view text, std::vector<std::string_view>& tags);

/// Whether text is longer than `most` code points.
bool is_longer_than(std::string_view text, std::size_t most);

/// Whether the text is a plain decimal number such as -12.5.
bool is_number(std::string_view text);

}  // namespace vitrine::imports::cells
