#pragma once
#include <string>
#include <string_view>

namespace vitrine::catalog {

/// A pattern for `ilike` that finds the text anywhere, taken literally.
std::string like_pattern(std::string_view text);

}  // namespace vitrine::catalog
