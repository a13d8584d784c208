#include <charconv>

#include "core/check.h"
#include "modules/promotions/rule.h"

namespace vitrine::promotions {
namespace {

using namespace std::chrono;

struct Read {
    WallTime first;
    microseconds length;
};

bool digits(std::string_view text, size_t at, size_t count, int& into) {
    if (text.size() < at + count) return false;
    auto [end, error] = std::from_chars(text.data() + at, text.data() + at + count, into);
    return error == std::errc() && end == text.data() + at + count && text[at] != '-';
}

bool reads_clock(std::string_view text, minutes& into) {
    int hour = 0, minute = 0;
    if (text.size() != 5 || text[2] != ':' || !digits(text, 0, 2, hour) || !digits(text, 3, 2, minute) || hour > 23 || minute > 59) return false;
    into = hours(hour) + minutes(minute);
    return true;
}

std::optional<Read> read(std::string_view text) {
    int y = 0, m = 0, d = 0, second = 0;
    bool has_date = text.size() >= 10 && text[4] == '-' && text[7] == '-' && digits(text, 0, 4, y) && digits(text, 5, 2, m) && digits(text, 8, 2, d);
    year_month_day date{year(y), month(unsigned(m)), day(unsigned(d))};
    if (!has_date || !date.ok() || y < 1970) return {};
    auto midnight = WallTime(local_days(date).time_since_epoch());
    if (text.size() == 10) return Read{midnight, days(1)};
    minutes clock{};
    if (text[10] != 'T' || !reads_clock(text.substr(11, 5), clock)) return {};
    if (text.size() == 16) return Read{midnight + clock, 1min};
    if (text.size() != 19 || text[16] != ':' || !digits(text, 17, 2, second) || second > 59) return {};
    return Read{midnight + clock + seconds(second), 1s};
}

}  // namespace

bool WallTextRule::accepts(std::string_view value) { return read(value).has_value(); }

WallTime first_of(const WallText& text) { return read(text)->first; }

WallTime after(const WallText& text) {
    auto moment = *read(text);
    return moment.first + moment.length;
}

bool ClockRule::accepts(std::string_view value) {
    minutes ignored{};
    return reads_clock(value, ignored);
}

minutes minutes_of(const Clock& clock) {
    minutes out{};
    check(reads_clock(clock, out), "a clock's text was checked when it was read");
    return out;
}

}  // namespace vitrine::promotions
