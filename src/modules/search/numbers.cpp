#include "modules/search/numbers.h"

#include <charconv>

namespace vitrine::search {
namespace {

constexpr size_t most_digits = 18, most_decimals = 9;

std::optional<std::int64_t> digits(std::string_view text) {
    std::int64_t number = 0;
    if (text.empty() || text.size() > most_digits || text.front() == '-') return {};
    auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    return fault == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

}  // namespace

std::optional<Decimal> read_decimal(std::string_view text) {
    bool is_negative = text.starts_with('-');
    if (is_negative) text.remove_prefix(1);
    auto point = text.find('.');
    auto whole = digits(text.substr(0, point));
    if (!whole) return {};
    Decimal number{*whole, 0};
    if (point != std::string_view::npos) {
        auto behind = text.substr(point + 1);
        auto fraction = digits(behind);
        if (!fraction || behind.size() > most_decimals) return {};
        number.billionths = *fraction;
        for (auto size = behind.size(); size < most_decimals; ++size) number.billionths *= 10;
    }
    if (is_negative) number = {-number.whole, -number.billionths};
    return number;
}

std::optional<NumberRange> read_range(std::string_view text) {
    auto dots = text.find("..");
    if (dots == std::string_view::npos || text.size() == 2) return {};
    auto low = text.substr(0, dots), high = text.substr(dots + 2);
    NumberRange range{read_decimal(low), read_decimal(high)};
    if ((!low.empty() && !range.least) || (!high.empty() && !range.most)) return {};
    if (range.least && range.most && *range.most < *range.least) return {};
    return range;
}

}  // namespace vitrine::search
