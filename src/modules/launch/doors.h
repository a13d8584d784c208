#pragma once
// What this process knows of the doors of all stores. Any thread.
#include <map>
#include <memory>

#include "modules/launch/gate.h"

namespace vitrine::launch {

struct Known {
    Gate gate;
    std::string password_hash;                       ///< empty: there is none
    std::int64_t password_number = 0;                ///< counts passwords: a cookie names the one it was given for
    std::map<PreviewId, Instant> previews;           ///< links that were not taken back, and when each ends
    bool is_closed(Instant now) const { return gate.is_closed && !(gate.opens_at && now >= *gate.opens_at); }
};

/// Null where the store has never said anything.
std::shared_ptr<const Known> known_of(StoreId store);
/// Takes over what was just committed here, before the next refresh finds it.
void know(StoreId store, Known known);

/// Pure. The token of a preview link, and of a mailbox's link: the id and our signature over it; none stands in a table.
std::string preview_token(const Config& config, StoreId store, PreviewId id);
std::string signup_token(const Config& config, StoreId store, SignupId id);
std::optional<SignupId> signup_of_token(const Config& config, StoreId store, std::string_view token);
/// Pure. The preview cookie of whoever gave this password, by its number and a fingerprint of its hash.
std::string password_cookie(const Config& config, StoreId store, const Known& known);

}  // namespace vitrine::launch
