#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::crypto {

/// Seals a secret for a column of the database: XSalsa20-Poly1305 (libsodium's secretbox) under a key made from `master_key` for this `purpose`
/// (HMAC-SHA256), behind a random nonce. The same text is sealed differently each time.
std::string seal(std::string_view master_key, std::string_view purpose, std::string_view secret);
/// The inverse; nothing when key or purpose are others, or a byte was changed.
std::optional<std::string> unseal(std::string_view master_key, std::string_view purpose, std::string_view sealed);

}  // namespace vitrine::crypto
