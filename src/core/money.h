#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// An ISO 4217 currency with a minor unit (codes without one, such as XAU, are not currencies of a shop).
/// Data: ISO 4217 list one, with the decimals each payment gateway expects; see src/core/data/iso4217.csv.
class Currency {
public:
    constexpr Currency() = default;  ///< "none": equal only to itself, refused at every edge
    static std::optional<Currency> parse(std::string_view code);  ///< exactly three upper-case letters of a known currency

    std::string_view code() const;
    int decimals() const;          ///< 0, 2, 3 or 4: how many digits of the major unit the minor unit holds
    int stripe_decimals() const;   ///< the decimals of amounts sent to Stripe
    int display_decimals() const;  ///< the decimals people write (CLDR); PKR 0, INR 2
    bool is_none() const { return index_ == 0; }
    auto operator<=>(const Currency&) const = default;

private:
    explicit constexpr Currency(std::uint8_t index) : index_(index) {}
    std::uint8_t index_ = 0;
};

/// How a value between two whole units is made whole. Always named, never a default.
enum class Rounding : std::uint8_t { half_up, half_even, down, up };  // half_up and up go away from zero, down goes to zero

/// A rate in parts per million: 18 % is 180000.
struct Rate {
    std::int64_t ppm = 0;
    auto operator<=>(const Rate&) const = default;
};
constexpr Rate operator""_percent(unsigned long long percent) { return {std::int64_t(percent) * 10'000}; }

/// An amount in whole minor units of one currency. Arithmetic checks for overflow and for mixed currencies (std::logic_error).
struct Money {
    std::int64_t minor = 0;
    Currency currency;

    bool is_zero() const { return minor == 0; }
    bool is_negative() const { return minor < 0; }
    bool operator==(const Money&) const = default;
    Money operator-() const;
    Money& operator+=(const Money& other);
    Money& operator-=(const Money& other);
};
Money operator+(Money a, const Money& b);
Money operator-(Money a, const Money& b);
Money operator*(const Money& price, std::int64_t quantity);
bool operator<(const Money& a, const Money& b);
bool operator<=(const Money& a, const Money& b);

/// value * numerator / denominator in exact integers (128 bit inside), rounded once. denominator > 0.
std::int64_t multiply_divide(std::int64_t value, std::int64_t numerator, std::int64_t denominator, Rounding rounding);

/// `rate` of `amount`, rounded once to whole minor units.
Money share(const Money& amount, Rate rate, Rounding rounding);

/// The part of a gross amount that is tax at `rate`: gross * rate / (1 + rate). net = gross - tax, so they always add up.
Money tax_in_gross(const Money& gross, Rate rate, Rounding rounding);

/// Splits `total` (any sign) in proportion to `weights` (each >= 0) so that the parts sum to it exactly: largest remainder,
/// ties to the earlier part. All weights zero: as evenly as can be, earlier parts first. No weights: total must be zero.
std::vector<Money> split_by_largest_remainder(const Money& total, std::span<const std::int64_t> weights);

/// Reads "1234.50" in major units exactly. Nothing when it is not a plain decimal number, has more digits than the currency, or overflows.
std::optional<Money> parse_major(std::string_view text, Currency currency);

/// "1234.50": major units with all of the currency's decimals, no grouping; for feeds and files.
std::string format_major(const Money& amount);

/// What a shopper reads: "Rs 1,250" (PKR), "₹1,23,456.00" (INR, lakh grouping), "$1,234.50"; other currencies "CHF 1,234.50".
/// Digits beyond display_decimals are left out when all of them are zero, else all are shown: "Rs 1,250", but "Rs 129.90".
std::string format_for_people(const Money& amount);

/// The amount as Stripe wants it (an integer in stripe_decimals). Nothing when it cannot be said exactly.
std::optional<std::int64_t> stripe_amount(const Money& amount);

/// The inverse of stripe_amount.
std::optional<Money> from_stripe_amount(std::int64_t amount, Currency currency);

}  // namespace vitrine
