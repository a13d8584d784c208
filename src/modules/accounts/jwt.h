#pragma once
// JSON Web Tokens signed RS256 (RFC 7515, 7518, 7519), ours and those of providers.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/shape.h"
#include "io/crypto/rsa.h"
#include "modules/accounts/api.h"

namespace vitrine::accounts {

/// What a verifier insists on. The algorithm is RS256, whatever a token says of itself.
struct Expected {
    std::vector<std::string> issuers;    ///< empty: any (the key says whose token it is)
    std::string audience;
    std::string type;                    ///< of the header, "at+jwt"; empty: any
    std::optional<std::string> nonce = {};
    Instant now{};
};
/// Gives the key of a kid, or null. Nothing else of a token's header chooses a key (jku, x5u and jwk are not looked at).
using FindKey = std::function<const crypto::RsaVerifier*(std::string_view kid)>;

/// Pure but for the key. The payload of a token that is signed by one of the keys and fits; else nothing. Refused as well: other algorithms ("none", HS256), `crit`, no
/// end, an end that has come, a beginning that has not (with a minute of slack), tokens over 8 KiB.
std::optional<shape::json::object> verified(std::string_view token, const FindKey& find_key, const Expected& expected);

/// The kid that a token claims; not verified.
std::string claimed_kid(std::string_view token);
/// The session that a token claims; for one that has been verified.
std::optional<SessionId> claimed_session(std::string_view token);

/// Header and payload, signed. `secret` as crypto::rsa_sign.
std::string signed_token(std::string_view secret, std::string_view kid, std::string_view type, const shape::json::object& payload);

}  // namespace vitrine::accounts
