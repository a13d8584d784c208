#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Small changes that make another system's values fit ours. Pure.
namespace vitrine::imports::mend {

/// "Gel Pens & Inks" to "gel-pens-inks"; other scripts are written in Latin letters first (ICU). 120 bytes at most; empty when nothing is left.
std::string slug(std::string_view name);

/// Letters, digits, hyphen, dot, slash and underscore, beginning with a letter or digit, 64 at most; empty when nothing is left.
std::string sku(std::string_view text);

/// "Paper Size" to "paper_size", 40 at most.
std::string attribute_code(std::string_view name);

/// One line of text for readers: tags and line ends gone, entities decoded, trimmed.
std::string line(std::string_view text);

/// A description as we keep it: safe HTML when there is markup in it, else plain text with its entities decoded.
std::string description(std::string_view text);

/// At most so many code points.
std::string shortened(std::string_view text, std::size_t most);

/// A decimal number as files of other systems hold it: a decimal comma becomes a point, zeros beyond `decimals` go. Anything else stays as it is.
std::string price(std::string_view text, int decimals);

/// "1.5" of a unit that has so many micrograms ("kg": 10^9), in whole grams, half up. Nothing when it is no number from 0 to 10^7 grams.
std::optional<std::int64_t> grams(std::string_view text, std::int64_t per_unit_micrograms);

/// Splits at commas; "\," is a comma within a value. Values are trimmed, empty ones left out.
std::vector<std::string> comma_list(std::string_view text);

/// "Clothing > Hoodies" to its names.
std::vector<std::string> category_path(std::string_view text);

}  // namespace vitrine::imports::mend
