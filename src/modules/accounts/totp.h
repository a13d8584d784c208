#pragma once
// One-time codes of an authenticator app (RFC 6238 over RFC 4226): SHA-1, six digits, thirty seconds, what all apps understand.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.h"

namespace vitrine::accounts {

/// Pure. The code of a counter, `digits` long.
std::string hotp(std::string_view secret, std::uint64_t counter, int digits = 6);
/// Pure. The step of thirty seconds that a time falls into.
std::int64_t totp_step(Instant at);
/// Pure. The step whose code this is: the present one, the one before or the one after, and later than the last one used. Nothing when it fits none of them.
std::optional<std::int64_t> accepted_step(std::string_view secret, std::string_view code, std::int64_t last_used, Instant now);
/// Pure. RFC 4648 base 32 without padding, in capitals: how apps are told the secret.
std::string base32_capitals(std::string_view bytes);
/// Pure. "otpauth://totp/Shop:name@example.com?secret=…&issuer=Shop", for a link or a QR code.
std::string totp_address(std::string_view issuer, std::string_view account, std::string_view secret);

}  // namespace vitrine::accounts
