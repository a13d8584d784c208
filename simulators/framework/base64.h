#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::simulators {

/// RFC 4648 section 4; nothing when it is not base 64.
std::optional<std::string> base64_decode(std::string_view text);

}  // namespace vitrine::simulators
