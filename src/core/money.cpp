#include "core/money.h"

#include <algorithm>
#include <numeric>

#include "core/check.h"
#include "core/split.h"

namespace vitrine {
namespace {

using Wide = __int128;

std::int64_t narrow(Wide value) {
    check(value <= INT64_MAX && value >= INT64_MIN, "money overflows 64 bits");
    return std::int64_t(value);
}

std::int64_t power_of_ten(int exponent) {
    std::int64_t power = 1;
    while (exponent-- > 0) power *= 10;
    return power;
}

std::int64_t round_quotient(Wide dividend, Wide divisor, Rounding rounding) {
    Wide quotient = dividend / divisor, rest = dividend % divisor;
    if (rest == 0) return narrow(quotient);
    Wide away = dividend < 0 ? -1 : 1, twice = (rest < 0 ? -rest : rest) * 2;
    bool up = false;
    switch (rounding) {
        case Rounding::half_up: up = twice >= divisor; break;
        case Rounding::half_even: up = twice > divisor || (twice == divisor && quotient % 2 != 0); break;
        case Rounding::down: break;
        case Rounding::up: up = true; break;
    }
    return narrow(up ? quotient + away : quotient);
}

std::optional<std::int64_t> rescale(std::int64_t value, int from_decimals, int to_decimals) {
    if (to_decimals >= from_decimals) {
        std::int64_t scaled;
        if (__builtin_mul_overflow(value, power_of_ten(to_decimals - from_decimals), &scaled)) return {};
        return scaled;
    }
    auto divisor = power_of_ten(from_decimals - to_decimals);
    return value % divisor == 0 ? std::optional(value / divisor) : std::nullopt;
}

std::string group(std::string digits, bool lakh) {
    size_t at = digits.size(), step = 3;
    while (at > step) {
        at -= step;
        digits.insert(at, 1, ',');
        if (lakh) step = 2;
    }
    return digits;
}

}  // namespace

Money Money::operator-() const {
    check(minor != INT64_MIN, "money overflows 64 bits");
    return {-minor, currency};
}

Money& Money::operator+=(const Money& other) {
    check(currency == other.currency, "currencies are mixed");
    check(!__builtin_add_overflow(minor, other.minor, &minor), "money overflows 64 bits");
    return *this;
}

Money& Money::operator-=(const Money& other) {
    check(currency == other.currency, "currencies are mixed");
    check(!__builtin_sub_overflow(minor, other.minor, &minor), "money overflows 64 bits");
    return *this;
}

Money operator+(Money a, const Money& b) { return a += b; }
Money operator-(Money a, const Money& b) { return a -= b; }
Money operator*(const Money& price, std::int64_t quantity) { return {narrow(Wide(price.minor) * quantity), price.currency}; }

bool operator<(const Money& a, const Money& b) {
    check(a.currency == b.currency, "currencies are mixed");
    return a.minor < b.minor;
}
bool operator<=(const Money& a, const Money& b) { return !(b < a); }

std::int64_t multiply_divide(std::int64_t value, std::int64_t numerator, std::int64_t denominator, Rounding rounding) {
    check(denominator > 0, "a ratio needs a positive denominator");
    return round_quotient(Wide(value) * numerator, denominator, rounding);
}

Money share(const Money& amount, Rate rate, Rounding rounding) {
    return {multiply_divide(amount.minor, rate.ppm, 1'000'000, rounding), amount.currency};
}

Money tax_in_gross(const Money& gross, Rate rate, Rounding rounding) {
    return {multiply_divide(gross.minor, rate.ppm, 1'000'000 + rate.ppm, rounding), gross.currency};
}

namespace {

/// `Int` is wide enough for magnitude * the heaviest weight, and for the sum of the weights. `sign` is that of the parts.
template <class Int>
void split_magnitude(Int magnitude, int sign, Int sum, std::span<const std::int64_t> weights, std::vector<std::int64_t>& parts) {
    struct Remainder {
        Int over;
        size_t part;
    };
    std::vector<Remainder> remainders;
    remainders.reserve(weights.size());
    Int left = magnitude;
    for (size_t i = 0; i < weights.size(); ++i) {
        Int exact = magnitude * weights[i], whole = exact / sum;
        parts.push_back(std::int64_t(sign * whole));
        remainders.push_back({exact - whole * sum, i});
        left -= whole;
    }
    if (left == 0) return;
    auto comes_first = [](const Remainder& a, const Remainder& b) { return a.over != b.over ? a.over > b.over : a.part < b.part; };
    std::ranges::nth_element(remainders, remainders.begin() + std::ptrdiff_t(left) - 1, comes_first);
    for (size_t i = 0; i < size_t(left); ++i) parts[remainders[i].part] += sign;
}

}  // namespace

std::vector<std::int64_t> split_whole(std::int64_t total, std::span<const std::int64_t> weights) {
    check(!weights.empty() || total == 0, "nothing to split over");
    Wide sum = 0;
    std::int64_t heaviest = 0;
    for (auto weight : weights) {
        check(weight >= 0, "a weight is negative");
        sum += weight;
        heaviest = std::max(heaviest, weight);
    }
    std::vector<std::int64_t> parts;
    if (sum == 0) {
        std::vector<std::int64_t> even(weights.size(), 1);
        return even.empty() ? parts : split_whole(total, even);
    }
    parts.reserve(weights.size());
    Wide magnitude = total < 0 ? -Wide(total) : Wide(total);
    int sign = total < 0 ? -1 : 1;
    if (magnitude * heaviest <= INT64_MAX && sum <= INT64_MAX) split_magnitude(std::int64_t(magnitude), sign, std::int64_t(sum), weights, parts);
    else split_magnitude(magnitude, sign, sum, weights, parts);
    return parts;
}

std::vector<Money> split_by_largest_remainder(const Money& total, std::span<const std::int64_t> weights) {
    std::vector<Money> out;
    out.reserve(weights.size());
    for (auto part : split_whole(total.minor, weights)) out.push_back({part, total.currency});
    return out;
}

std::optional<Money> parse_major(std::string_view text, Currency currency) {
    bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    auto point = text.find('.');
    auto whole = text.substr(0, point);
    auto fraction = point == std::string_view::npos ? std::string_view{} : text.substr(point + 1);
    if (whole.empty() || (point != std::string_view::npos && fraction.empty()) || int(fraction.size()) > currency.decimals()) return {};

    // Gathered with its sign, because the least 64-bit number has no positive twin.
    std::int64_t minor = 0;
    auto append = [&](std::string_view digits) {
        return std::ranges::all_of(digits, [&](char c) {
            if (c < '0' || c > '9' || __builtin_mul_overflow(minor, 10, &minor)) return false;
            return !__builtin_add_overflow(minor, negative ? '0' - c : c - '0', &minor);
        });
    };
    if (!append(whole) || !append(fraction) || !append(std::string(size_t(currency.decimals()) - fraction.size(), '0'))) return {};
    return Money{minor, currency};
}

std::string format_major(const Money& amount) {
    int decimals = amount.currency.decimals();
    auto digits = std::to_string(amount.minor < 0 ? -std::uint64_t(amount.minor) : std::uint64_t(amount.minor));
    if (int(digits.size()) <= decimals) digits.insert(0, size_t(decimals) + 1 - digits.size(), '0');
    if (decimals) digits.insert(digits.size() - size_t(decimals), 1, '.');
    return (amount.minor < 0 ? "-" : "") + digits;
}

std::string format_for_people(const Money& amount) {
    auto code = amount.currency.code();
    auto digits = format_major(amount);
    if (amount.is_negative()) digits.erase(0, 1);
    auto point = digits.find('.');
    auto whole = digits.substr(0, point);
    auto fraction = point == std::string::npos ? std::string() : digits.substr(point + 1);
    auto shown = std::min(size_t(amount.currency.display_decimals()), fraction.size());
    if (fraction.find_first_not_of('0', shown) == std::string::npos) fraction.resize(shown);

    auto symbol = code == "PKR" ? std::string("Rs ") : code == "INR" ? "₹" : code == "USD" ? "$" : code == "EUR" ? "€" : code == "GBP" ? "£" : std::string(code) + " ";
    auto text = group(whole, code == "INR");
    if (!fraction.empty()) text += "." + fraction;
    return (amount.is_negative() ? "-" : "") + symbol + text;
}

std::optional<std::int64_t> stripe_amount(const Money& amount) {
    auto scaled = rescale(amount.minor, amount.currency.decimals(), amount.currency.stripe_decimals());
    // Three-decimal currencies must end in 0, and ISK and UGX are sent with two decimals that are always 00.
    if (scaled && amount.currency.stripe_decimals() == 3 && *scaled % 10 != 0) return {};
    return scaled;
}

std::optional<Money> from_stripe_amount(std::int64_t amount, Currency currency) {
    auto scaled = rescale(amount, currency.stripe_decimals(), currency.decimals());
    return scaled ? std::optional(Money{*scaled, currency}) : std::nullopt;
}

}  // namespace vitrine
