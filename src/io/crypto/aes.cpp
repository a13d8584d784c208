#include "io/crypto/aes.h"

#include <memory>

#include <openssl/evp.h>

namespace vitrine::crypto {
namespace {

constexpr size_t block = 16;

const EVP_CIPHER* cipher_for(size_t key_bytes) {
    switch (key_bytes) {
        case 16: return EVP_aes_128_ecb();
        case 24: return EVP_aes_192_ecb();
        case 32: return EVP_aes_256_ecb();
    }
    return nullptr;
}

const unsigned char* bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

std::optional<std::string> run(std::string_view key, std::string_view in, int encrypts) {
    const auto* cipher = cipher_for(key.size());
    if (!cipher) return {};
    std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
    std::string out(in.size() + block, '\0');
    auto* into = reinterpret_cast<unsigned char*>(out.data());
    int written = 0, last = 0;
    bool is_done = context && EVP_CipherInit_ex(context.get(), cipher, nullptr, bytes(key), nullptr, encrypts) == 1 &&
                   EVP_CipherUpdate(context.get(), into, &written, bytes(in), int(in.size())) == 1 && EVP_CipherFinal_ex(context.get(), into + written, &last) == 1;
    if (!is_done) return {};
    out.resize(size_t(written + last));
    return out;
}

}  // namespace

std::optional<std::string> aes_ecb_encrypt(std::string_view key, std::string_view plain) { return run(key, plain, 1); }
std::optional<std::string> aes_ecb_decrypt(std::string_view key, std::string_view sealed) { return run(key, sealed, 0); }

}  // namespace vitrine::crypto
