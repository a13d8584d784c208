#include "io/crypto/cose.h"

#include <string>

#include <openssl/core_names.h>
#include <openssl/param_build.h>

#include "io/crypto/cbor.h"
#include "io/crypto/openssl_handles.h"

namespace vitrine::crypto {
namespace {

// Labels of COSE keys: RFC 9052 section 7.1, RFC 9053 section 7, RFC 8230 section 4.
constexpr std::int64_t type_label = 1, algorithm_label = 3, curve_label = -1, x_label = -2, y_label = -3, private_label = -4, modulus_label = -1, exponent_label = -2;
constexpr std::int64_t octet_pair = 1, elliptic = 2, rsa = 3, p256 = 1, ed25519 = 6;
constexpr size_t coordinate_bytes = 32, most_signature_bytes = 1'024;
constexpr int least_bits = 2'048, most_bits = 4'096;

using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Free<OSSL_PARAM_free>>;

bool has_number(const Cbor& key, std::int64_t label, std::int64_t value) {
    const auto* found = key.find(label);
    return found && found->kind == Cbor::Kind::integer && found->integer == value;
}
std::string_view bytes_at(const Cbor& key, std::int64_t label) {
    const auto* found = key.find(label);
    return found && found->kind == Cbor::Kind::bytes ? found->string : std::string_view();
}

Key made(const char* type, const OSSL_PARAM* parameters) {
    KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
    EVP_PKEY* raw = nullptr;
    if (!context || EVP_PKEY_fromdata_init(context.get()) != 1) return {};
    if (EVP_PKEY_fromdata(context.get(), &raw, EVP_PKEY_PUBLIC_KEY, const_cast<OSSL_PARAM*>(parameters)) != 1) return {};
    return Key(raw);
}

Key p256_key(const Cbor& cose) {
    auto x = bytes_at(cose, x_label), y = bytes_at(cose, y_label);
    if (!has_number(cose, type_label, elliptic) || !has_number(cose, curve_label, p256) || x.size() != coordinate_bytes || y.size() != coordinate_bytes) return {};
    std::string point = "\x04" + std::string(x) + std::string(y);   // uncompressed; OpenSSL takes only what lies on the curve
    char group[] = "P-256";
    OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0), OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
                               OSSL_PARAM_construct_end()};
    return made("EC", parameters);
}

Key ed25519_key(const Cbor& cose) {
    auto x = bytes_at(cose, x_label);
    if (!has_number(cose, type_label, octet_pair) || !has_number(cose, curve_label, ed25519) || x.size() != coordinate_bytes) return {};
    return Key(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes(x), x.size()));
}

Key rsa_key(const Cbor& cose) {
    auto n = bytes_at(cose, modulus_label), e = bytes_at(cose, exponent_label);
    if (!has_number(cose, type_label, rsa) || n.empty() || n.size() > most_bits / 8 || e.empty() || e.size() > 8) return {};
    Number modulus(BN_bin2bn(bytes(n), int(n.size()), nullptr)), exponent(BN_bin2bn(bytes(e), int(e.size()), nullptr));
    std::unique_ptr<OSSL_PARAM_BLD, Free<OSSL_PARAM_BLD_free>> build(OSSL_PARAM_BLD_new());
    if (!modulus || !exponent || OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1) return {};
    if (OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1) return {};
    Parameters parameters(OSSL_PARAM_BLD_to_param(build.get()));
    auto key = made("RSA", parameters.get());
    return key && EVP_PKEY_get_bits(key.get()) >= least_bits ? std::move(key) : Key();
}

}  // namespace

std::optional<CoseKey> CoseKey::read(std::string_view cbor) {
    auto cose = read_whole_cbor(cbor);
    if (!cose || cose->find(private_label)) return {};
    const auto* named = cose->find(algorithm_label);
    if (!named || named->kind != Cbor::Kind::integer) return {};
    Key key;
    if (named->integer == int(CoseAlgorithm::es256)) key = p256_key(*cose);
    else if (named->integer == int(CoseAlgorithm::eddsa)) key = ed25519_key(*cose);
    else if (named->integer == int(CoseAlgorithm::rs256)) key = rsa_key(*cose);
    if (!key) return {};
    return CoseKey(CoseAlgorithm(named->integer), std::shared_ptr<void>(key.release(), [](void* it) { EVP_PKEY_free(static_cast<EVP_PKEY*>(it)); }));
}

bool CoseKey::accepts(std::string_view message, std::string_view signature) const {
    if (signature.size() > most_signature_bytes) return false;
    Digesting digesting(EVP_MD_CTX_new());
    const auto* digest = algorithm_ == CoseAlgorithm::eddsa ? nullptr : EVP_sha256();
    if (EVP_DigestVerifyInit(digesting.get(), nullptr, digest, nullptr, static_cast<EVP_PKEY*>(key_.get())) != 1) return false;
    return EVP_DigestVerify(digesting.get(), bytes(signature), signature.size(), bytes(message), message.size()) == 1;
}

}  // namespace vitrine::crypto
