#pragma once
#include <compare>
#include <cstdint>

namespace vitrine {

/// A whole number between Min and Max, both included; edges refuse what is outside.
template <std::int64_t Min, std::int64_t Max>
struct Whole {
    static constexpr std::int64_t least = Min, most = Max;
    std::int64_t value = Min;
    constexpr operator std::int64_t() const { return value; }
    auto operator<=>(const Whole&) const = default;
};

using Quantity = Whole<1, 9'999>;

}  // namespace vitrine
