#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "core/time.h"

namespace vitrine::documents {

/// A day of a store's calendar and the financial year it lies in.
struct Day {
    std::string iso;    ///< "2026-03-31"
    std::string text;   ///< "31 March 2026"
    std::string year;   ///< "25-26"; "2026" where the year is the calendar's
};

/// Pure. `time_zone` is an IANA name (an unknown one counts as UTC); `first_month` 1 to 12.
Day day_of(Instant at, std::string_view time_zone, std::int64_t first_month);

/// Pure. "GD/26-27/000123"; one that would be too long writes its year without the hyphen, "GDC/2627/1000000". Never longer than the 16 characters that GST rules allow (CGST Rule 46): std::logic_error where prefix and number do not fit.
std::string number_text(std::string_view prefix, std::string_view year, std::int64_t position);

}  // namespace vitrine::documents
