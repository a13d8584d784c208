#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace vitrine::simulators::stripe {

/// The value of `Stripe-Signature`: "t=…,v1=…" where v1 is lower-case hex of HMAC-SHA256 over "<t>.<body>", keyed with the whole secret text,
/// "whsec_" included. Source: docs.stripe.com/webhooks/signature; the official Node SDK accepts it.
std::string signature_header(std::string_view secret, std::int64_t at, std::string_view body);

}  // namespace vitrine::simulators::stripe
