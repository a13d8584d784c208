#pragma once
// Whoever is signed in proves once more who they are before something that matters.
#include "modules/accounts/session.h"

namespace vitrine::accounts {

/// The person as they stand, where the password is theirs. Refuses accounts.credentials_wrong (also where the account has no password: set one by a link), request.too_many,
/// request.unauthenticated, server.overloaded.
Task<Result<PersonRow>> prove_by_password(App& app, Ctx ctx, Person person, std::string password, Visitor visitor);

}  // namespace vitrine::accounts
