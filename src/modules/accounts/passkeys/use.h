#pragma once
// An answer of an authenticator, judged and used up in a transaction.
#include "modules/accounts/passkeys/ask.h"
#include "modules/accounts/session.h"

namespace vitrine::accounts {

/// An answer in bytes.
struct Answered {
    std::string credential, client_data, authenticator_data, signature, user_handle;
};
/// Pure. Nothing for what is no base64url, or too long.
std::optional<Answered> read_answer(const PasskeyAnswer& answer);

/// What an answer is for.
struct Asked {
    PasskeyUse use = PasskeyUse::sign_in;
    std::string subject;                 ///< as the challenge was made
    bool must_verify = true;
};
/// Uses a passkey of a person whose lock is held: spends the challenge, judges the answer, moves the counter. Refuses accounts.passkey_refused, accounts.passkey_suspect.
Task<Result<bool>> use_passkey(App& app, pg::Tx& tx, PasskeyRow passkey, Answered answer, Asked asked, Visitor visitor);

/// Writes a new challenge's answer down; false for one that was answered before.
Task<bool> spend(pg::Tx& tx, Spending spending);

/// Tells the owner that there may be two of a passkey: in a transaction of its own, for the try itself is rolled back.
Task<void> tell_of_copy(App& app, Ctx ctx, Person person);

/// Pure. Whether sign-ins by password ask for a second factor: with an authenticator app always, with passkeys those of staff. A customer's passkey is another way in; losing it must
/// not shut them out, so it asks for nothing until they add the app with its recovery codes.
constexpr bool asks_second_factor(Kind kind, bool has_app, bool has_passkey) { return has_app || (kind == Kind::staff && has_passkey); }
/// The same, asked of the database for a person whose lock is held.
Task<bool> asks_second_factor(pg::Tx& tx, PersonRow row);

}  // namespace vitrine::accounts
