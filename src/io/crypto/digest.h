#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace vitrine::crypto {

using Digest = std::array<std::uint8_t, 32>;

Digest sha256(std::string_view bytes);
Digest hmac_sha256(std::string_view key, std::string_view message);  ///< RFC 2104
std::string hex(const Digest& digest);                               ///< lower case
std::string bytes_of(const Digest& digest);                          ///< 32 raw bytes, for bytea columns

/// Whether both are equal, in time that depends on the lengths only.
bool equal_in_constant_time(std::string_view a, std::string_view b);

/// A token nobody can make without `key`: 128 bits of HMAC-SHA256 over purpose and subject, base 32. The same inputs give the same token.
std::string derived_token(std::string_view key, std::string_view purpose, std::string_view subject);

}  // namespace vitrine::crypto
