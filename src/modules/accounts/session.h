#pragma once
// Sessions from the inside: opening them in a transaction, and the steps all ways to sign in share.
#include "modules/accounts/tokens.h"

namespace vitrine::accounts {

/// Opens a session of this person on the visitor's device, with its first refresh token and, where the device is new to them, a letter. One round trip.
/// Refuses accounts.credentials_wrong for a person who is blocked or gone.
Task<Result<Opened>> open_session(App& app, pg::Tx& tx, Person person, std::string email_key, std::string how, Visitor visitor, bool is_new_device);

/// Takes a try from each bucket. Refuses request.too_many with the time to wait.
Task<Result<void>> take_all(App& app, std::vector<rules::Bucket> buckets, Instant now);

/// The device's secret where the visitor proves that it was once signed in to this account; else empty.
std::string known_device(const Config& config, StoreId store, Kind kind, const std::string& email_key, const Visitor& visitor);

/// Keyed hash of a mailbox, as attempts keep it.
pg::Bytes subject_of(const Config& config, StoreId store, Kind kind, const std::string& email_key);

/// Tells every process soon after the commit.
void tell_processes(App& app, pg::Tx& tx);

/// Queues news that a mailbox is to be told something.
void send_letter(pg::Tx& tx, const std::string& aggregate, Letter letter);

/// The person behind their lock. Refuses request.unauthenticated where they are gone or blocked.
Task<Result<PersonRow>> lock_person(pg::Tx& tx, Person person);

}  // namespace vitrine::accounts
