#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace vitrine::crypto {

/// The public half of an RSA key, as a JWK names it (RFC 7518 section 6.3.1): modulus and exponent, big-endian bytes.
struct RsaPublic {
    std::string n, e;
};
/// A key pair; `secret` is the private half in DER (RFC 8017 appendix A.1.2), to be sealed before it is stored.
struct RsaPair {
    RsaPublic open;
    std::string secret;
};

/// A new pair of 2048 bits. Takes some tenths of a second: not on a loop.
RsaPair make_rsa_pair();

/// RSASSA-PKCS1-v1_5 with SHA-256 ("RS256", RFC 7518 section 3.3). Takes about a millisecond. std::runtime_error for a secret that is none.
std::string rsa_sign(std::string_view secret, std::string_view message);

/// Checks signatures of one key; made once, used by any thread. Answers no to everything when the key is none, or has fewer than 2048 bits.
class RsaVerifier {
public:
    explicit RsaVerifier(const RsaPublic& key);
    bool accepts(std::string_view message, std::string_view signature) const;

private:
    std::shared_ptr<void> key_;
};

}  // namespace vitrine::crypto
