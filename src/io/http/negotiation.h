#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace vitrine::http {

enum class Encoding { identity, gzip, brotli };

/// The best of what we have for an Accept-Encoding (RFC 9110 section 12.5.3, with q-values): among equals brotli, gzip, identity.
/// Identity when nothing fits: an unreadable answer helps nobody, an unexpected plain one does.
Encoding choose_encoding(std::string_view accept_encoding, bool has_gzip, bool has_brotli);

/// Whether an If-None-Match or If-Match list names `etag` (quoted), comparing weakly (RFC 9110 section 8.8.3.2). "*" names any.
bool names_etag(std::string_view list, std::string_view etag);

struct ByteRange {
    std::uint64_t first = 0, size = 0;
};
enum class RangeVerdict { whole, part, unsatisfiable };
struct RangeChoice {
    RangeVerdict verdict = RangeVerdict::whole;
    ByteRange range;
};

/// What a Range header asks of `size` bytes (RFC 9110 section 14). Malformed, other units or several ranges: the whole, as the RFC allows.
RangeChoice choose_range(std::string_view range, std::uint64_t size);

}  // namespace vitrine::http
