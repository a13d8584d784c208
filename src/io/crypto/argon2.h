#pragma once
#include <string>
#include <string_view>

namespace vitrine::crypto {

/// A password's hash by Argon2id (RFC 9106; libsodium) as its PHC string, salt and costs within: 19 MiB and two passes, what OWASP's cheat sheet on
/// password storage asks for at least. Takes some 30 ms of one core: never on a loop (see accounts/hashing/api.h).
std::string hash_password(std::string_view password);
/// Whether this password made this hash. False for a hash that cannot be read. Takes as long as the costs within the hash say.
bool is_password_of(std::string_view hash, std::string_view password);
/// Pure. Whether the hash was made with other costs than ours of today.
bool is_hash_outdated(std::string_view hash);

}  // namespace vitrine::crypto
