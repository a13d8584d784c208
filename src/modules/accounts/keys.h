#pragma once
// The keys that sign access tokens: one a store, the next one published before it signs.
#include "modules/accounts/rules.h"

namespace vitrine::accounts {

/// What every process of the store is told when accounts change: sessions that end, keys, staff.
inline constexpr auto channel = "vitrine_accounts";

/// A key that signs now. Makes the first one, or the next one where it is time (off the loop).
struct Signer {
    std::string kid;
    std::string secret;                  ///< DER
};
Task<Signer> signer_of(App& app, Ctx ctx);

/// The JWK Set of the store (RFC 7517): those that sign, will sign, and have signed lately.
Task<std::string> key_set(App& app, Ctx ctx);

/// Pure. "key_…" of a row's id.
std::string kid_of(const Uuid& id);

}  // namespace vitrine::accounts
