#pragma once
#include "io/crypto/digest.h"
#include "modules/carts/api.h"

namespace vitrine::carts {

inline pg::Bytes token_hash(const Access& access) { return {crypto::bytes_of(crypto::sha256(access.token))}; }

/// Sends one edit and the reading of its result in one round trip, not waiting for the disk. `edit` gives the new version when it took effect;
/// when it did not, the reading tells why. `rejected` is the refusal when the cart is there and active, but the edit found nothing to change.
Task<Result<CartView>> edit(App& app, Ctx ctx, CartId id, Access access, pg::Query<std::optional<std::int64_t>> edit, std::optional<std::int64_t> version,
                            RefusalKind rejected = stale);

}  // namespace vitrine::carts
