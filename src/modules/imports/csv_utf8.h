#pragma once

#include <cstddef>
#include <string_view>

namespace vitrine::imports {

/// Whether the bytes are well-formed UTF-8 (Unicode 15, table 3-7): no overlong forms, surrogates or code points above
/// U+10FFFF.
bool is_utf8(std::string_view text);

/// Whether no byte has its top bit set; eight bytes at a time.
bool is_ascii(std::string_view text);

/// Code points in well-formed UTF-8.
std::size_t count_code_points(std::string_view text);

}  // namespace vitrine::imports
