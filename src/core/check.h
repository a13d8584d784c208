#pragma once
#include <source_location>
#include <string_view>

namespace vitrine {

/// Ends the request (by throwing std::logic_error) when an invariant is false. For what a caller can cause, return a Refusal instead.
[[noreturn]] void check_failed(std::string_view what, std::source_location where);

inline void check(bool holds, std::string_view what, std::source_location where = std::source_location::current()) {
    if (!holds) [[unlikely]] check_failed(what, where);
}

}  // namespace vitrine
