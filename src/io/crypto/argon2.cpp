#include "io/crypto/argon2.h"

#include <new>

#include <sodium.h>

#include "core/check.h"

namespace vitrine::crypto {
namespace {

constexpr unsigned long long passes = 2;
constexpr size_t memory_bytes = 19u << 20;

}  // namespace

std::string hash_password(std::string_view password) {
    check(sodium_init() >= 0, "libsodium starts");
    std::string out(crypto_pwhash_STRBYTES, '\0');
    if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), passes, memory_bytes, crypto_pwhash_ALG_ARGON2ID13) != 0) throw std::bad_alloc();
    out.resize(out.find('\0'));
    return out;
}

bool is_password_of(std::string_view hash, std::string_view password) {
    check(sodium_init() >= 0, "libsodium starts");
    if (hash.size() >= crypto_pwhash_STRBYTES) return false;
    std::string terminated(hash);
    return crypto_pwhash_str_verify(terminated.c_str(), password.data(), password.size()) == 0;
}

bool is_hash_outdated(std::string_view hash) {
    check(sodium_init() >= 0, "libsodium starts");
    std::string terminated(hash);
    return crypto_pwhash_str_needs_rehash(terminated.c_str(), passes, memory_bytes) != 0;
}

}  // namespace vitrine::crypto
