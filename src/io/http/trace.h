#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::http {

/// What a W3C traceparent says (https://www.w3.org/TR/trace-context/, version 00 and, leniently, later ones).
struct TraceParent {
    std::string_view trace_id;   ///< 32 lower-case hex digits, not all zero
    std::string_view parent_id;  ///< 16 of them
    int flags = 0;
    bool is_sampled() const { return flags & 1; }
};
std::optional<TraceParent> parse_traceparent(std::string_view header);

/// A caller's X-Request-Id that may stand in our log and answers: 1 to 64 of letters, digits and . _ - : /
bool is_acceptable_request_id(std::string_view id);

/// 32 random hex digits, not all zero, for a request that brought no trace.
void append_new_trace_id(std::string& out);

}  // namespace vitrine::http
