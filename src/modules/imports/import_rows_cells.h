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

/// What no text a shopper sees may hold: control characters, lost letters, direction overrides, markup, and a start
/// that a spreadsheet would run. `multi_line` allows line ends and tabs.
Code check_text(std::string_view text, bool multi_line);

/// Splits at `|` and trims. The parts point into the text.
Code split_tags(std::string_view text, std::vector<std::string_view>& tags);

/// Whether text is longer than `most` code points.
bool is_longer_than(std::string_view text, std::size_t most);

/// Whether the text is a plain decimal number such as -12.5.
bool is_number(std::string_view text);

}  // namespace vitrine::imports::cells
