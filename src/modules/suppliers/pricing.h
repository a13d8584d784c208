#pragma once
// From what a supplier asks to what the shop asks. Pure; exact integers, rounded once.
#include <optional>
#include <string>
#include <vector>

#include "core/money.h"
#include "core/shape.h"

namespace vitrine::suppliers {

enum class PriceRounding { half_up, up, down };
SHAPE_ENUM(PriceRounding, half_up, up, down)

/// What is added to goods that cost up to so much, both included; amounts in minor units of the store's currency.
struct PriceBand {
    std::optional<Whole<1, 1'000'000'000'000>> up_to_minor;      ///< none: everything above the bands before
    Whole<0, 100'000'000> markup_ppm;                            ///< 25 % is 250000
    std::optional<Whole<0, 1'000'000'000>> add_minor;            ///< after the markup
};
SHAPE(PriceBand, up_to_minor, markup_ppm, add_minor)

/// Bands from cheap to dear; the last has no end. The sum is rounded to a multiple of `round_to_minor`, then `less_minor` is taken off: to 1,000 and less 1 is 9.99.
struct Pricing {
    std::vector<PriceBand> bands;
    std::optional<Whole<1, 100'000'000>> round_to_minor;
    std::optional<PriceRounding> rounding;                       ///< half_up unless said
    std::optional<Whole<0, 99'999'999>> less_minor;              ///< below round_to_minor
};
SHAPE(Pricing, bands, round_to_minor, rounding, less_minor)

/// So many units of the store's currency for one of another, in billionths; the store's own is 1,000,000,000.
struct ExchangeRate {
    std::int64_t billionths = 1'000'000'000;
};

/// What is wrong with it; pointers begin with /pricing.
std::vector<Fault> faults_of(const Pricing& pricing);
/// The cost in the store's currency, rounded half up to minor units: what bands are chosen by.
Money converted_cost(const Money& cost, ExchangeRate rate, Currency store);
/// What the shop asks, at least one minor unit.
Money price_of(const Money& cost, ExchangeRate rate, const Pricing& pricing, Currency store);
/// How this price came about, for people: "USD 4,100.00 × 278.5 = Rs 1,141,850; + 25 % = …".
std::string explain_price(const Money& cost, ExchangeRate rate, const Pricing& pricing, Currency store);

}  // namespace vitrine::suppliers
