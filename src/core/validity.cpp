#include "core/validity.h"

#include <algorithm>

namespace vitrine {
namespace {

constexpr size_t day_length = 10, minute_length = 16;

std::optional<int> digits(std::string_view text) {
    int value = 0;
    for (char c : text) {
        if (c < '0' || c > '9') return {};
        value = value * 10 + (c - '0');
    }
    return value;
}

}  // namespace

std::optional<WallTime> parse_wall(std::string_view text) {
    if ((text.size() != day_length && text.size() != minute_length) || text[4] != '-' || text[7] != '-') return {};
    auto year = digits(text.substr(0, 4)), month = digits(text.substr(5, 2)), day = digits(text.substr(8, 2));
    if (!year || !month || !day || *year == 0) return {};
    std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(unsigned(*month)), std::chrono::day(unsigned(*day))};
    if (!date.ok()) return {};
    WallTime wall{std::chrono::local_days(date)};
    if (text.size() == day_length) return wall;
    auto hour = digits(text.substr(11, 2)), minute = digits(text.substr(14, 2));
    if (text[10] != 'T' || text[13] != ':' || !hour || !minute || *hour > 23 || *minute > 59) return {};
    return wall + std::chrono::hours(*hour) + std::chrono::minutes(*minute);
}

Validity validity_between(const std::optional<std::string>& from, const std::optional<std::string>& until, const TimeZone& zone) {
    Validity out;
    if (from)
        if (auto wall = parse_wall(*from)) out.from = zone.earliest(*wall);
    if (until)
        if (auto wall = parse_wall(*until)) {
            auto after = until->size() == day_length ? *wall + std::chrono::days(1) : *wall + std::chrono::minutes(1);
            out.until = zone.latest(after);
        }
    return out;
}

}  // namespace vitrine
