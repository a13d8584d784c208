#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace vitrine {

/// Crockford's base 32 in lower case, most significant bits first, no padding: 16 bytes become 26 characters.
std::string base32_encode(std::span<const std::uint8_t> bytes);

/// Reads exactly `size` bytes; nothing when a character, the length or the spare bits are wrong.
/// Upper case is accepted, look-alikes (i, l, o) are not: one id has one spelling but for case.
std::optional<std::vector<std::uint8_t>> base32_decode(std::string_view text, size_t size);

}  // namespace vitrine
