#pragma once
// Calls to addresses that somebody else has named, such as the endpoints of outgoing webhooks: the call must not reach what only we can reach.
#include <functional>
#include <string>
#include <string_view>

#include "io/web/client.h"

namespace vitrine::web {

/// Pure. Whether anybody on the internet may be reached at this address: neither private, loopback, link-local, shared, documentation nor multicast, and no
/// IPv6 address that stands for such an IPv4 one (IANA special-purpose registries, RFC 6890). False for text that is no address.
bool is_public_address(std::string_view ip);

/// As Client::send, on a connection of its own, past no proxy, and only to public addresses unless `allows_private`. The address is looked at when the
/// connection is made, after the name was resolved, so a name that changes its mind (DNS rebinding) gains nothing. What is kept from being sent is
/// answered `not_sent` with error blocked_address. Its host is one name in metrics and logs.
Task<Answer> send_guarded(Loop& loop, Request request, bool allows_private);
/// The same for an answer that may be too large for memory: `take` is given the body of a 2xx answer piece by piece, on the loop; false: no more, and the call
/// ends `unknown`. Other answers gather in `body`. `answer_limit_bytes` holds for both. `metrics_host` is the host's name in metrics and logs.
Task<Answer> send_guarded_into(Loop& loop, Request request, bool allows_private, std::string metrics_host, std::function<bool(std::string_view)> take);
inline constexpr std::string_view blocked_address = "this address is not a public one";

}  // namespace vitrine::web
