#include "tests/shop/authenticator.h"

#include <utility>

#include <boost/json.hpp>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "core/check.h"
#include "core/random.h"
#include "io/crypto/base64url.h"
#include "io/crypto/digest.h"

namespace vitrine::test {
namespace {

std::string head(unsigned major, std::uint64_t value) {
    auto type = char(major << 5);
    if (value < 24) return {char(type | char(value))};
    int bytes = value < 0x100 ? 1 : value < 0x10000 ? 2 : value < 0x100000000 ? 4 : 8;
    std::string out{char(type | (bytes == 1 ? 24 : bytes == 2 ? 25 : bytes == 4 ? 26 : 27))};
    for (int i = bytes - 1; i >= 0; --i) out += char(value >> (8 * i) & 0xff);
    return out;
}

std::string number_of(EVP_PKEY* key, const char* name, int size) {
    BIGNUM* raw = nullptr;
    check(EVP_PKEY_get_bn_param(key, name, &raw) == 1, "the key has this number");
    std::string out(size_t(size ? size : BN_num_bytes(raw)), '\0');
    BN_bn2binpad(raw, reinterpret_cast<unsigned char*>(out.data()), int(out.size()));
    BN_free(raw);
    return out;
}

EVP_PKEY* made(crypto::CoseAlgorithm algorithm) {
    switch (algorithm) {
        case crypto::CoseAlgorithm::es256: return EVP_EC_gen("P-256");
        case crypto::CoseAlgorithm::eddsa: return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
        case crypto::CoseAlgorithm::rs256: return EVP_RSA_gen(2048);
    }
    return nullptr;
}

boost::json::object object_of(const accounts::PasskeyOptions& asked) { return boost::json::parse(asked.public_key.text).as_object(); }
std::string text_at(const boost::json::object& from, std::string_view name) { return std::string(from.at(name).as_string()); }

}  // namespace

std::string cbor_number(std::int64_t value) { return value < 0 ? head(1, std::uint64_t(-1 - value)) : head(0, std::uint64_t(value)); }
std::string cbor_bytes(std::string_view bytes) { return head(2, bytes.size()) + std::string(bytes); }
std::string cbor_text(std::string_view text) { return head(3, text.size()) + std::string(text); }
std::string cbor_array(size_t items) { return head(4, items); }
std::string cbor_map(size_t pairs) { return head(5, pairs); }

Authenticator::Authenticator(crypto::CoseAlgorithm algorithm) : credential(32, '\0'), algorithm_(algorithm), key_(made(algorithm)) {
    random_bytes({reinterpret_cast<std::uint8_t*>(credential.data()), credential.size()});
}
Authenticator::~Authenticator() { EVP_PKEY_free(static_cast<EVP_PKEY*>(key_)); }
Authenticator::Authenticator(Authenticator&& other) noexcept { *this = std::move(other); }
Authenticator& Authenticator::operator=(Authenticator&& other) noexcept {
    std::swap(credential, other.credential);
    std::swap(user_handle, other.user_handle);
    std::swap(origin, other.origin);
    std::swap(counter, other.counter);
    std::swap(algorithm_, other.algorithm_);
    std::swap(key_, other.key_);
    return *this;
}

std::string Authenticator::cose_key() const {
    auto* key = static_cast<EVP_PKEY*>(key_);
    if (algorithm_ == crypto::CoseAlgorithm::es256)
        return cbor_map(5) + cbor_number(1) + cbor_number(2) + cbor_number(3) + cbor_number(-7) + cbor_number(-1) + cbor_number(1) + cbor_number(-2) +
               cbor_bytes(number_of(key, OSSL_PKEY_PARAM_EC_PUB_X, 32)) + cbor_number(-3) + cbor_bytes(number_of(key, OSSL_PKEY_PARAM_EC_PUB_Y, 32));
    if (algorithm_ == crypto::CoseAlgorithm::rs256)
        return cbor_map(4) + cbor_number(1) + cbor_number(3) + cbor_number(3) + cbor_number(-257) + cbor_number(-1) + cbor_bytes(number_of(key, OSSL_PKEY_PARAM_RSA_N, 0)) + cbor_number(-2) +
               cbor_bytes(number_of(key, OSSL_PKEY_PARAM_RSA_E, 0));
    std::string x(32, '\0');
    size_t size = x.size();
    check(EVP_PKEY_get_raw_public_key(key, reinterpret_cast<unsigned char*>(x.data()), &size) == 1, "Ed25519 keys have 32 bytes");
    return cbor_map(4) + cbor_number(1) + cbor_number(1) + cbor_number(3) + cbor_number(-8) + cbor_number(-1) + cbor_number(6) + cbor_number(-2) + cbor_bytes(x);
}

std::string Authenticator::sign(const std::string& message) const {
    auto* context = EVP_MD_CTX_new();
    const auto* bytes = reinterpret_cast<const unsigned char*>(message.data());
    size_t size = 0;
    check(EVP_DigestSignInit(context, nullptr, algorithm_ == crypto::CoseAlgorithm::eddsa ? nullptr : EVP_sha256(), nullptr, static_cast<EVP_PKEY*>(key_)) == 1, "the key signs");
    check(EVP_DigestSign(context, nullptr, &size, bytes, message.size()) == 1, "a signature has a size");
    std::string out(size, '\0');
    check(EVP_DigestSign(context, reinterpret_cast<unsigned char*>(out.data()), &size, bytes, message.size()) == 1, "the key signs");
    out.resize(size);
    EVP_MD_CTX_free(context);
    return out;
}

std::string Authenticator::authenticator_data(const std::string& rp_id, bool is_new) {
    unsigned flags = (is_present ? 0x01u : 0) | (is_verified ? 0x04u : 0) | (may_sync ? 0x08u : 0) | (is_backed_up ? 0x10u : 0) | (is_new ? 0x40u : 0) | (extensions.empty() ? 0u : 0x80u);
    auto data = crypto::bytes_of(crypto::sha256(other_rp.value_or(rp_id))) + char(flags);
    for (int shift = 24; shift >= 0; shift -= 8) data += char(counter >> shift & 0xff);
    if (is_new) data += std::string(16, '\0') + char(credential.size() >> 8) + char(credential.size() & 0xff) + credential + cose_key();
    return data + extensions;
}

std::string Authenticator::client_data(const std::string& type, const std::string& challenge) const {
    boost::json::object data{{"type", other_type.value_or(type)}, {"challenge", other_challenge.value_or(challenge)}, {"origin", origin}, {"crossOrigin", is_cross_origin}};
    return boost::json::serialize(data);
}

std::string Authenticator::attestation_object(const std::string& rp_id, const std::string& client_data) {
    auto data = authenticator_data(rp_id, true);
    auto statement = cbor_map(0);
    if (attests_itself) {
        auto signature = sign(data + crypto::bytes_of(crypto::sha256(client_data)));
        statement = cbor_map(2) + cbor_text("alg") + cbor_number(int(algorithm_)) + cbor_text("sig") + cbor_bytes(signature);
    }
    return cbor_map(3) + cbor_text("fmt") + cbor_text(attests_itself ? "packed" : "none") + cbor_text("attStmt") + statement + cbor_text("authData") + cbor_bytes(data);
}

accounts::NewPasskey Authenticator::create(const accounts::PasskeyOptions& asked) {
    auto options = object_of(asked);
    user_handle = *crypto::base64url_decode(text_at(options.at("user").as_object(), "id"));
    auto client = client_data("webauthn.create", text_at(options, "challenge"));
    auto object = attestation_object(text_at(options.at("rp").as_object(), "id"), client);
    return {crypto::base64url(client), crypto::base64url(object), std::vector<std::string>{"internal", "hybrid"}};
}

accounts::PasskeyAnswer Authenticator::get(const accounts::PasskeyOptions& asked) {
    auto options = object_of(asked);
    if (has_counter) ++counter;
    auto client = client_data("webauthn.get", text_at(options, "challenge"));
    auto data = authenticator_data(text_at(options, "rpId"), false);
    auto signature = sign(data + crypto::bytes_of(crypto::sha256(client)));
    return {crypto::base64url(credential), crypto::base64url(client), crypto::base64url(data), crypto::base64url(signature), crypto::base64url(user_handle)};
}

}  // namespace vitrine::test
