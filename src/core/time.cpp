#include "core/time.h"

#include <array>
#include <cstdint>
#include <fmt/format.h>

namespace vitrine {
namespace {

using namespace std::chrono;

struct Parts {
    year_month_day date;
    hh_mm_ss<microseconds> clock;
};

Parts split(Instant at) {
    auto day = floor<days>(at);
    return {year_month_day(day), hh_mm_ss<microseconds>(at - day)};
}

bool read_digits(std::string_view& text, size_t count, int& value) {
    if (text.size() < count) return false;
    value = 0;
    for (size_t i = 0; i < count; ++i) {
        if (text[i] < '0' || text[i] > '9') return false;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    return true;
}

bool read_char(std::string_view& text, std::string_view any_of) {
    if (text.empty() || any_of.find(text[0]) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

bool read_fraction(std::string_view& text, int& micros) {
    micros = 0;
    if (text.empty() || text[0] != '.') return true;
    text.remove_prefix(1);
    int digits = 0;
    while (!text.empty() && text[0] >= '0' && text[0] <= '9') {
        if (digits < 6) micros = micros * 10 + (text[0] - '0');
        ++digits;
        text.remove_prefix(1);
    }
    for (int i = digits; i < 6; ++i) micros *= 10;
    return digits > 0 && digits <= 9;
}

bool read_offset(std::string_view& text, minutes& offset) {
    offset = 0min;
    if (read_char(text, "Zz")) return true;
    if (text.empty() || (text[0] != '+' && text[0] != '-')) return false;
    int sign = text[0] == '-' ? -1 : 1, h = 0, m = 0;
    text.remove_prefix(1);
    if (!read_digits(text, 2, h) || !read_char(text, ":") || !read_digits(text, 2, m) || h > 23 || m > 59) return false;
    offset = minutes(sign * (h * 60 + m));
    return true;
}

}  // namespace

Instant clock_now() { return floor<microseconds>(system_clock::now()); }

std::string format_rfc3339(Instant at) {
    auto [date, clock] = split(at);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", int(date.year()), unsigned(date.month()), unsigned(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count(), clock.subseconds().count() / 1000);
}

std::string format_http_date(Instant at) {
    static constexpr std::array weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto [date, clock] = split(at);
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", weekdays[weekday(sys_days(date)).c_encoding()], unsigned(date.day()),
                       months[unsigned(date.month()) - 1], int(date.year()), clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
    int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0, micros = 0;
    minutes offset{};
    bool well_formed = read_digits(text, 4, y) && read_char(text, "-") && read_digits(text, 2, mo) && read_char(text, "-") && read_digits(text, 2, d) &&
                       read_char(text, "Tt ") && read_digits(text, 2, h) && read_char(text, ":") && read_digits(text, 2, mi) && read_char(text, ":") &&
                       read_digits(text, 2, s) && read_fraction(text, micros) && read_offset(text, offset) && text.empty();
    year_month_day date{year(y), month(unsigned(mo)), day(unsigned(d))};
    if (!well_formed || !date.ok() || h > 23 || mi > 59 || s > 59) return {};
    return Instant(sys_days(date)) + hours(h) + minutes(mi) + seconds(s) + microseconds(micros) - offset;
}

}  // namespace vitrine
