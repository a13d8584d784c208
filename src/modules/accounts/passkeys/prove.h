#pragma once
// Proving oneself once more before a passkey is added or removed.
#include "modules/accounts/passkeys/use.h"

namespace vitrine::accounts {

/// The first half, outside any transaction: the password, where it is that. Refuses as prove_by_password does.
Task<Result<PersonRow>> begin_proof(App& app, Ctx ctx, Person person, PasskeyProof proof, Visitor visitor);
/// The second half, inside one: the person behind their lock, the code or the passkey used up. Refuses accounts.credentials_wrong, accounts.code_wrong, accounts.passkey_refused,
/// accounts.passkey_suspect, request.unauthenticated.
Task<Result<PersonRow>> end_proof(App& app, pg::Tx& tx, PersonRow begun, PasskeyProof proof, Visitor visitor);

}  // namespace vitrine::accounts
