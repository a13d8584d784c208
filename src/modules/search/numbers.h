#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace vitrine::search {

/// A decimal number as attributes keep it: exact, 18 digits at most before the point and 9 behind it. Both parts have the number's sign.
struct Decimal {
    std::int64_t whole = 0, billionths = 0;
    friend auto operator<=>(const Decimal&, const Decimal&) = default;
};
/// "-0.75"; nothing when it is none.
std::optional<Decimal> read_decimal(std::string_view text);

/// From `least` up to and including `most`; one of them may be missing.
struct NumberRange {
    std::optional<Decimal> least, most;
    bool holds(const Decimal& number) const { return (!least || *least <= number) && (!most || number <= *most); }
};
/// "0.5..1", "0.5..", "..1"; nothing when it is none, ends before it begins, or has no bound.
std::optional<NumberRange> read_range(std::string_view text);

}  // namespace vitrine::search
