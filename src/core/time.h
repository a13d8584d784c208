#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace vitrine {

using namespace std::chrono_literals;

/// A point in time in UTC, to the microsecond: what PostgreSQL's timestamptz holds.
using Instant = std::chrono::sys_time<std::chrono::microseconds>;
using Duration = std::chrono::microseconds;

/// The machine's clock. Only the edges (server, jobs, command line) read it; everything else takes `ctx.now`.
Instant clock_now();

/// RFC 3339 in UTC with milliseconds, "2026-03-01T10:00:00.000Z".
std::string format_rfc3339(Instant at);

/// Reads RFC 3339 with any offset and up to nine digits of fraction, of which those after the sixth are cut off. Nothing when it is not
/// such a time; leap seconds (:60) are refused.
std::optional<Instant> parse_rfc3339(std::string_view text);

/// The IMF-fixdate of HTTP (RFC 9110 section 5.6.7), "Sun, 01 Mar 2026 10:00:00 GMT".
std::string format_http_date(Instant at);

}  // namespace vitrine
