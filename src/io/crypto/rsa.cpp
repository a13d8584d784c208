#include "io/crypto/rsa.h"

#include <stdexcept>

#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "core/check.h"
#include "io/crypto/openssl_handles.h"

namespace vitrine::crypto {
namespace {

constexpr int bits = 2048;

std::string number_of(const EVP_PKEY* key, const char* name) {
    BIGNUM* raw = nullptr;
    check(EVP_PKEY_get_bn_param(key, name, &raw) == 1, "an RSA key has its numbers");
    Number number(raw);
    std::string out(size_t(BN_num_bytes(number.get())), '\0');
    BN_bn2bin(number.get(), reinterpret_cast<unsigned char*>(out.data()));
    return out;
}

Key public_key(const RsaPublic& from) {
    Number n(BN_bin2bn(bytes(from.n), int(from.n.size()), nullptr)), e(BN_bin2bn(bytes(from.e), int(from.e.size()), nullptr));
    std::unique_ptr<OSSL_PARAM_BLD, Free<OSSL_PARAM_BLD_free>> build(OSSL_PARAM_BLD_new());
    if (!n || !e || OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 || OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1) return {};
    std::unique_ptr<OSSL_PARAM, Free<OSSL_PARAM_free>> parameters(OSSL_PARAM_BLD_to_param(build.get()));
    std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>> context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
    EVP_PKEY* raw = nullptr;
    if (EVP_PKEY_fromdata_init(context.get()) != 1 || EVP_PKEY_fromdata(context.get(), &raw, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1) return {};
    Key key(raw);
    return EVP_PKEY_get_bits(raw) >= bits ? std::move(key) : Key();
}

}  // namespace

RsaPair make_rsa_pair() {
    Key key(EVP_RSA_gen(bits));
    check(key != nullptr, "OpenSSL makes RSA keys");
    unsigned char* der = nullptr;
    int size = i2d_PrivateKey(key.get(), &der);
    check(size > 0, "OpenSSL writes RSA keys");
    RsaPair pair{{number_of(key.get(), OSSL_PKEY_PARAM_RSA_N), number_of(key.get(), OSSL_PKEY_PARAM_RSA_E)}, {reinterpret_cast<char*>(der), size_t(size)}};
    OPENSSL_clear_free(der, size_t(size));
    return pair;
}

std::string rsa_sign(std::string_view secret, std::string_view message) {
    const auto* at = bytes(secret);
    Key key(d2i_PrivateKey(EVP_PKEY_RSA, nullptr, &at, long(secret.size())));
    if (!key) throw std::runtime_error("this is no private RSA key");
    Digesting digesting(EVP_MD_CTX_new());
    size_t size = 0;
    check(EVP_DigestSignInit(digesting.get(), nullptr, EVP_sha256(), nullptr, key.get()) == 1, "RS256 is available");
    check(EVP_DigestSign(digesting.get(), nullptr, &size, bytes(message), message.size()) == 1, "a signature has a size");
    std::string out(size, '\0');
    check(EVP_DigestSign(digesting.get(), reinterpret_cast<unsigned char*>(out.data()), &size, bytes(message), message.size()) == 1, "an RSA key signs");
    out.resize(size);
    return out;
}

RsaVerifier::RsaVerifier(const RsaPublic& key) : key_(public_key(key).release(), [](void* it) { EVP_PKEY_free(static_cast<EVP_PKEY*>(it)); }) {}

bool RsaVerifier::accepts(std::string_view message, std::string_view signature) const {
    if (!key_) return false;
    Digesting digesting(EVP_MD_CTX_new());
    if (EVP_DigestVerifyInit(digesting.get(), nullptr, EVP_sha256(), nullptr, static_cast<EVP_PKEY*>(key_.get())) != 1) return false;
    return EVP_DigestVerify(digesting.get(), bytes(signature), signature.size(), bytes(message), message.size()) == 1;
}

}  // namespace vitrine::crypto
