#pragma once
#include <memory>
#include <optional>
#include <string_view>

namespace vitrine::crypto {

/// Algorithms of signatures by their numbers in COSE (RFC 9053, RFC 8812).
enum class CoseAlgorithm : int { es256 = -7, eddsa = -8, rs256 = -257 };

/// The public key of an authenticator, as WebAuthn gives it: a COSE key (RFC 9052 section 7) of ES256 on P-256, EdDSA on Ed25519, or RS256 with 2048 to 4096 bits.
/// Made once, used by any thread.
class CoseKey {
public:
    /// Pure. Nothing for another algorithm, a point that is not on the curve, a key with a private half, and what is no key.
    static std::optional<CoseKey> read(std::string_view cbor);

    CoseAlgorithm algorithm() const { return algorithm_; }
    /// Takes some tens of microseconds. ES256 signatures are DER (X9.62), the others as their RFCs have them.
    bool accepts(std::string_view message, std::string_view signature) const;

private:
    CoseKey(CoseAlgorithm algorithm, std::shared_ptr<void> key) : algorithm_(algorithm), key_(std::move(key)) {}
    CoseAlgorithm algorithm_;
    std::shared_ptr<void> key_;
};

}  // namespace vitrine::crypto
