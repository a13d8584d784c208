#pragma once
#include <optional>
#include <string>

#include "core/result.h"

namespace vitrine::web {

/// Pure. What is wrong with an address that somebody else has named and that we are to call (codes malformed, user_in_url, not_https, private_address); nothing: it may be tried, by
/// send_guarded, which looks at where the name leads. `may_be_private`: plain http and any host, for development.
std::optional<Fault> fault_of_url(const std::string& text, bool may_be_private, std::string pointer = "/url");

}  // namespace vitrine::web
