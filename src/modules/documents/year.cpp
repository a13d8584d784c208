#include "modules/documents/year.h"

#include <array>

#include <fmt/format.h>

#include "core/check.h"
#include "core/time_zone.h"

namespace vitrine::documents {
namespace {

constexpr std::array months{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"};

}  // namespace

Day day_of(Instant at, std::string_view time_zone, std::int64_t first_month) {
    auto zone = TimeZone::find(time_zone);
    auto wall = (zone ? zone : TimeZone::utc())->wall(at);
    std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(wall));
    int year = int(day.year()), month = int(unsigned(day.month())), of_month = int(unsigned(day.day()));
    int begins = month >= first_month ? year : year - 1;
    auto span = first_month == 1 ? fmt::format("{:04}", year) : fmt::format("{:02}-{:02}", begins % 100, (begins + 1) % 100);
    return {fmt::format("{:04}-{:02}-{:02}", year, month, of_month), fmt::format("{} {} {}", of_month, months[size_t(month - 1)], year), std::move(span)};
}

std::string number_text(std::string_view prefix, std::string_view year, std::int64_t position) {
    constexpr size_t longest = 16;
    auto text = fmt::format("{}/{}/{:06}", prefix, year, position);
    if (text.size() > longest) std::erase(text, '-');   // "GDC/2627/1000000": the millionth of a year finds room, and nobody shares its number
    check(text.size() <= longest, "a document's number has at most 16 characters");
    return text;
}

}  // namespace vitrine::documents
