#pragma once
#include <string>
#include <string_view>

#include "io/http/message.h"

namespace vitrine::http {

/// Reads a request target (RFC 9112 section 3.2: origin form or absolute form) into target, path and query of `request`.
/// The path is decoded but for %2F and %25, doubled dots are resolved (RFC 3986 section 5.2.4). False: malformed, or it climbs above the root,
/// or holds a NUL, a control character, a backslash or bytes that are not UTF-8. `authority` is filled from the absolute form only.
bool read_target(std::string_view target, Request& request, std::string& authority);

}  // namespace vitrine::http
