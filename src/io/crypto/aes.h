#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::crypto {

/// AES in ECB mode with PKCS#7 padding (NIST SP 800-38A section 6.1), key of 16, 24 or 32 bytes; nothing for a key of another size. Equal blocks stay
/// equal and nothing is authenticated: for protocols that ask for it by name, for nothing of our own.
std::optional<std::string> aes_ecb_encrypt(std::string_view key, std::string_view plain);
/// The inverse; nothing when the key or the padding is wrong.
std::optional<std::string> aes_ecb_decrypt(std::string_view key, std::string_view sealed);

}  // namespace vitrine::crypto
