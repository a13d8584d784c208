#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace vitrine::crypto {

/// RFC 4648 section 5 without padding: what JWT, JWK and PKCE are written in.
std::string base64url(std::string_view bytes);
/// The inverse. Nothing for padding, foreign characters, an impossible length, or spare bits that are not zero: one text for one value.
std::optional<std::string> base64url_decode(std::string_view text);

}  // namespace vitrine::crypto
