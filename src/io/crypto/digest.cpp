#include "io/crypto/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "core/base32.h"
#include "core/check.h"

namespace vitrine::crypto {

Digest sha256(std::string_view bytes) {
    Digest digest;
    unsigned size = 0;
    check(EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) == 1, "SHA-256 is available");
    return digest;
}

Digest hmac_sha256(std::string_view key, std::string_view message) {
    Digest digest;
    unsigned size = 0;
    auto made = HMAC(EVP_sha256(), key.data(), int(key.size()), reinterpret_cast<const unsigned char*>(message.data()), message.size(), digest.data(), &size);
    check(made != nullptr, "HMAC-SHA-256 is available");
    return digest;
}

std::string hex(const Digest& digest) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (auto byte : digest) {
        text += digits[byte >> 4];
        text += digits[byte & 15];
    }
    return text;
}

std::string bytes_of(const Digest& digest) { return {reinterpret_cast<const char*>(digest.data()), digest.size()}; }

bool equal_in_constant_time(std::string_view a, std::string_view b) { return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0; }

std::string derived_token(std::string_view key, std::string_view purpose, std::string_view subject) {
    auto digest = hmac_sha256(key, std::string(purpose) + '\n' + std::string(subject));
    return base32_encode({digest.data(), 16});
}

}  // namespace vitrine::crypto
