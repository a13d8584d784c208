#pragma once
// Where passkeys of a store belong, and what browsers are asked with.
#include "modules/accounts/passkeys/challenge.h"

namespace vitrine::accounts {

/// Where a store's passkeys belong: the rp id is its own host, the origin its own address; both by the settings alone, whatever a request's Host says.
struct PasskeyPlace {
    std::string origin, rp_id;
};
PasskeyPlace passkey_place(const Config& config, const stores::Store& store);   ///< pure
/// Pure. What authenticators know a person by: 32 bytes that say nothing of them.
std::string user_handle_of(const Config& config, StoreId store, Person person);

/// Pure. `allowed` empty: whichever the browser finds (discoverable credentials).
PasskeyOptions request_options(const PasskeyPlace& place, const std::string& challenge, const std::vector<PasskeyRow>& allowed, bool must_verify);
/// Pure.
PasskeyOptions creation_options(const PasskeyPlace& place, const std::string& store_name, const std::string& challenge, const std::string& handle, const std::string& email, const std::string& name,
                                const std::vector<PasskeyRow>& excluded);

}  // namespace vitrine::accounts
