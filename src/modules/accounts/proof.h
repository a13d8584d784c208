#pragma once
// Whoever is signed in proves once more who they are before something that matters.
#include "modules/accounts/session.h"

namespace vitrine::accounts {

/// Takes a try at proving something from the session's own buckets: a stolen session that guesses from many networks comes to its end. Refuses request.too_many.
Task<Result<void>> take_of_session(App& app, Visitor visitor, Instant now);

/// The person as they stand, where the password is theirs. Refuses accounts.credentials_wrong (also where the account has no password: set one by a link), request.too_many,
/// request.unauthenticated, server.overloaded.
Task<Result<PersonRow>> prove_by_password(App& app, Ctx ctx, Person person, std::string password, Visitor visitor);

/// The person behind their lock, as long as what proved them (prove_by_password) still stands. Refuses accounts.credentials_wrong, request.unauthenticated.
Task<Result<PersonRow>> lock_proved(pg::Tx& tx, PersonRow proved);

}  // namespace vitrine::accounts
