#include "modules/suppliers/pricing.h"

#include <algorithm>

#include "core/check.h"

namespace vitrine::suppliers {
namespace {

constexpr std::int64_t one = 1'000'000'000;

__int128 power_of_ten(int digits) {
    __int128 out = 1;
    while (digits-- > 0) out *= 10;
    return out;
}

/// numerator / denominator to a whole multiple of `step`.
std::int64_t to_multiple(__int128 numerator, __int128 denominator, std::int64_t step, PriceRounding rounding) {
    denominator *= step;
    auto whole = numerator / denominator, rest = numerator % denominator;
    bool goes_up = rounding == PriceRounding::up ? rest > 0 : rounding == PriceRounding::half_up && rest * 2 >= denominator;
    auto result = (whole + (goes_up ? 1 : 0)) * step;
    check(result < (__int128(1) << 62), "a price overflows");
    return std::int64_t(result);
}

const PriceBand& band_of(const Pricing& pricing, const Money& cost) {
    for (const auto& band : pricing.bands)
        if (!band.up_to_minor || cost.minor <= *band.up_to_minor) return band;
    return pricing.bands.back();
}

/// What the cost is in the store's minor units, as a fraction.
struct Fraction {
    __int128 numerator, denominator;
};
Fraction in_store(const Money& cost, ExchangeRate rate, Currency store) {
    return {__int128(cost.minor) * rate.billionths * power_of_ten(store.decimals()), __int128(one) * power_of_ten(cost.currency.decimals())};
}

std::string percent(std::int64_t ppm) {
    auto text = std::to_string(ppm / 10'000);
    auto rest = std::to_string(10'000 + ppm % 10'000).substr(1);
    while (!rest.empty() && rest.back() == '0') rest.pop_back();
    return rest.empty() ? text : text + "." + rest;
}

}  // namespace

std::vector<Fault> faults_of(const Pricing& pricing) {
    std::vector<Fault> faults;
    if (pricing.bands.empty()) faults.push_back({"/pricing/bands", "required", "say at least what is added to everything"});
    if (pricing.bands.size() > 50) faults.push_back({"/pricing/bands", "too_many", "at most 50"});
    std::int64_t before = 0;
    for (size_t i = 0; i < pricing.bands.size(); ++i) {
        const auto& end = pricing.bands[i].up_to_minor;
        auto pointer = "/pricing/bands/" + std::to_string(i) + "/up_to_minor";
        bool is_last = i + 1 == pricing.bands.size();
        if (!end && !is_last) faults.push_back({pointer, "required", "only the last band has no end"});
        if (end && is_last) faults.push_back({pointer, "out_of_range", "the last band has no end: else nobody knows what is added above it"});
        if (end && *end <= before) faults.push_back({pointer, "out_of_range", "bands go from cheap to dear"});
        if (end) before = *end;
    }
    if (pricing.less_minor && *pricing.less_minor >= pricing.round_to_minor.value_or(Whole<1, 100'000'000>{1})) faults.push_back({"/pricing/less_minor", "out_of_range", "less than round_to_minor"});
    return faults;
}

Money converted_cost(const Money& cost, ExchangeRate rate, Currency store) {
    auto [numerator, denominator] = in_store(cost, rate, store);
    return {to_multiple(numerator, denominator, 1, PriceRounding::half_up), store};
}

Money price_of(const Money& cost, ExchangeRate rate, const Pricing& pricing, Currency store) {
    check(cost.minor > 0 && rate.billionths > 0 && !pricing.bands.empty(), "only goods with a price are priced");
    const auto& band = band_of(pricing, converted_cost(cost, rate, store));
    auto [numerator, denominator] = in_store(cost, rate, store);
    // The millionths are shortened away first where they can be: amounts of 10^12 at any rate then fit 128 bits.
    __int128 markup = 1'000'000 + band.markup_ppm.value, million = 1'000'000;
    while (markup % 10 == 0 && million % 10 == 0) markup /= 10, million /= 10;
    numerator = numerator * markup + __int128(band.add_minor.value_or(Whole<0, 1'000'000'000>{0}).value) * denominator * million;
    denominator *= million;
    auto step = pricing.round_to_minor ? pricing.round_to_minor->value : 1;
    auto rounded = to_multiple(numerator, denominator, step, pricing.rounding.value_or(PriceRounding::half_up));
    return {std::max<std::int64_t>(rounded - (pricing.less_minor ? pricing.less_minor->value : 0), 1), store};
}

std::string explain_price(const Money& cost, ExchangeRate rate, const Pricing& pricing, Currency store) {
    auto converted = converted_cost(cost, rate, store);
    const auto& band = band_of(pricing, converted);
    auto text = format_for_people(cost);
    if (cost.currency != store) text += " at the day's rate is " + format_for_people(converted);
    text += ", with " + percent(band.markup_ppm) + " %";
    if (band.add_minor && band.add_minor->value > 0) text += " and " + format_for_people({*band.add_minor, store});
    return text + ", rounded: " + format_for_people(price_of(cost, rate, pricing, store));
}

}  // namespace vitrine::suppliers
