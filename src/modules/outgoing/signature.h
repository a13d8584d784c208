#pragma once
// The signature of a webhook, as the Standard Webhooks specification (https://www.standardwebhooks.com, version 1.0.0) wants it.
#include <span>
#include <string>
#include <vector>

#include "core/shape.h"
#include "core/time.h"

namespace vitrine::outgoing {

/// A new secret: "whsec_" and 32 random bytes in base 64.
std::string new_secret();

/// Pure. "v1," and the base 64 of HMAC-SHA256 over "id.timestamp.body", under the bytes that stand in base 64 behind "whsec_". std::logic_error for a secret that is none.
std::string signature_of(std::string_view secret, std::string_view id, std::int64_t timestamp_s, std::string_view body);

/// Pure. The headers of one attempt: webhook-id, webhook-timestamp, webhook-signature; a signature for every secret, so that one may be replaced while both hold.
shape::Fields signed_headers(std::span<const std::string> secrets, std::string_view id, Instant now, std::string_view body);

}  // namespace vitrine::outgoing
