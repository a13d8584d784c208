#pragma once
#include "io/crypto/digest.h"
#include "modules/carts/api.h"

namespace vitrine::carts {

/// Pure. The key that opens a cart: the SHA-256 of a token; of a customer something that is no token's.
pg::Bytes token_hash(const Access& access);

/// Sends one edit and the reading of its result in one round trip, not waiting for the disk. `edit` gives the new version when it took effect;
/// when it did not, the reading tells why. `rejected` is the refusal when the cart is there and active, but the edit found nothing to change.
Task<Result<CartView>> edit(App& app, Ctx ctx, CartId id, Access access, pg::Query<std::optional<std::int64_t>> edit, std::optional<std::int64_t> version,
                            RefusalKind rejected = stale);

/// Locks an open cart at the version the buyer saw, and reads it behind the lock. Refuses carts.not_found, carts.closed, carts.stale_version.
Task<Result<CartRow>> lock_open(pg::Tx& tx, CartId id, Access access, std::optional<std::int64_t> version);

}  // namespace vitrine::carts
