#include "io/crypto/seal.h"

#include <sodium.h>

#include "core/check.h"
#include "io/crypto/digest.h"

namespace vitrine::crypto {
namespace {

Digest key_for(std::string_view master_key, std::string_view purpose) {
    static_assert(crypto_secretbox_KEYBYTES == sizeof(Digest));
    return hmac_sha256(master_key, "seal\n" + std::string(purpose));
}

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

}  // namespace

std::string seal(std::string_view master_key, std::string_view purpose, std::string_view secret) {
    check(sodium_init() >= 0, "libsodium starts");
    auto key = key_for(master_key, purpose);
    std::string out(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + secret.size(), '\0');
    auto* nonce = reinterpret_cast<unsigned char*>(out.data());
    randombytes_buf(nonce, crypto_secretbox_NONCEBYTES);
    check(crypto_secretbox_easy(nonce + crypto_secretbox_NONCEBYTES, bytes(secret), secret.size(), nonce, key.data()) == 0, "secretbox seals");
    return out;
}

std::optional<std::string> unseal(std::string_view master_key, std::string_view purpose, std::string_view sealed) {
    check(sodium_init() >= 0, "libsodium starts");
    constexpr size_t around = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
    if (sealed.size() < around) return {};
    auto key = key_for(master_key, purpose);
    std::string out(sealed.size() - around, '\0');
    bool is_whole = crypto_secretbox_open_easy(reinterpret_cast<unsigned char*>(out.data()), bytes(sealed) + crypto_secretbox_NONCEBYTES, sealed.size() - crypto_secretbox_NONCEBYTES, bytes(sealed),
                                               key.data()) == 0;
    return is_whole ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace vitrine::crypto
