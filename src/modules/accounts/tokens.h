#pragma once
// What a device holds to say who uses it: cookies of the storefront, access and refresh tokens of programs. None of them stands in a table.
#include "modules/accounts/rules.h"

namespace vitrine::accounts {

/// Pure. "rt_…": a refresh token is its row's id and our signature over it, so that a repeat can give the same token again though it is kept nowhere.
std::string refresh_token(const Config& config, StoreId store, const Uuid& id);
/// Pure. The row's id; nothing for a token that is not ours, or another store's.
std::optional<Uuid> refresh_token_id(const Config& config, StoreId store, std::string_view token);

/// Pure. The same for the token in a mail's link.
std::string link_token(const Config& config, StoreId store, LinkId id);
std::optional<LinkId> link_of_token(const Config& config, StoreId store, std::string_view token);

/// Pure. The value of the session cookie: session, person, end, and our signature over them and the store.
std::string session_cookie(const Config& config, StoreId store, const CookieSession& session);
std::optional<CookieSession> read_session_cookie(const Config& config, StoreId store, std::string_view value, Instant now);

/// Pure. That this device was once signed in to this account: only we can make it, and it says nothing to anybody else.
std::string proof_of_device(const Config& config, StoreId store, Kind kind, const std::string& email_key, const std::string& device);
/// A device's secret: made here, kept by the device. Only what could be one is taken from outside.
std::string new_device();
bool is_device(std::string_view text);
/// Pure. The hash of a device's secret, as sessions keep it.
pg::Bytes device_hash(std::string_view device);

/// Pure. The inverse of Person::text.
std::optional<Person> parse_person(std::string_view text);

/// Pure. What stands for the proofs of a person as they were read: another password or another second factor makes another stamp. Says nothing of them.
std::string stamp_of(const Config& config, const std::optional<std::string>& password_hash, std::optional<Instant> totp_since);

/// What is asked back when a second factor is due: sealed, for five minutes, for this device, while the proofs stand as they stood.
struct Challenge {
    std::string person;                  ///< "cus_…"
    std::string how, return_to;
    Instant until{};
    std::string stamp;                   ///< stamp_of the person when it was made
    std::string device;                  ///< that asked; empty: it had no secret yet
};
SHAPE(Challenge, person, how, return_to, until, stamp, device)
std::string seal_challenge(const Config& config, StoreId store, const Challenge& challenge);
std::optional<Challenge> read_challenge(const Config& config, StoreId store, std::string_view text, Instant now);

/// An access token of ten minutes (RFC 9068: typ "at+jwt") for a session. Signs with the store's key.
Task<std::string> access_token(App& app, Ctx ctx, Person person, SessionId session);

}  // namespace vitrine::accounts
