#pragma once
#include <optional>
#include <string_view>

namespace vitrine::http {

/// The byte that "%2F…" at the start of `text` stands for; nothing when two hex digits do not follow.
std::optional<char> percent_byte(std::string_view text);

}  // namespace vitrine::http
