#pragma once
// Passkeys (W3C Web Authentication Level 3): what people sign in with instead of a password, or as their second factor.
#include "modules/flags/api.h"
#include "modules/accounts/api.h"

namespace vitrine::accounts {

using PasskeyId = Id<"psk">;

/// One for every reason: whoever tries learns nothing of what is known here.
inline constexpr RefusalKind passkey_refused{"accounts.passkey_refused", 401, "This passkey does not fit; sign in another way"};
/// Its counter went back (or stood still): there may be two of it. The owner is told by mail.
inline constexpr RefusalKind passkey_suspect{"accounts.passkey_suspect", 401, "This passkey may have been copied; sign in another way and remove it"};
inline constexpr RefusalKind passkey_unknown{"accounts.passkey_unknown", 404, "There is no such passkey"};
inline constexpr RefusalKind passkey_known{"accounts.passkey_known", 409, "This passkey is registered already"};
inline constexpr RefusalKind too_many_passkeys{"accounts.too_many_passkeys", 422, "There is no room for another passkey; remove one first"};

inline constexpr size_t most_passkeys = 20;

/// An answer to navigator.credentials.get: its members of the same names, in base64url. `user_handle` stands in it where the browser gave one.
struct PasskeyAnswer {
    std::string credential, client_data, authenticator_data, signature;
    std::optional<std::string> user_handle = {};
};
SHAPE(PasskeyAnswer, credential, client_data, authenticator_data, signature, user_handle)
/// An answer to navigator.credentials.create, in base64url; `transports` as getTransports() gives them.
struct NewPasskey {
    std::string client_data, attestation_object;
    std::optional<std::vector<std::string>> transports = {};
};
SHAPE(NewPasskey, client_data, attestation_object, transports)
/// What a browser is asked with: `public_key` is the member publicKey of PublicKeyCredentialRequestOptionsJSON or PublicKeyCredentialCreationOptionsJSON, as the standard writes it.
struct PasskeyOptions {
    RawJson public_key;
};
SHAPE(PasskeyOptions, public_key)
struct PasskeyView {
    PasskeyId id;
    std::string name;
    bool is_synced = false;              ///< its maker keeps copies on the owner's other devices
    Instant made_at{};
    std::optional<Instant> used_at;
};
SHAPE(PasskeyView, id, name, is_synced, made_at, used_at)

/// Who somebody is, once more: the password, with a code where the account has an authenticator app; or a passkey that verifies the person. Staff whose only second factor are
/// passkeys prove themselves by one of these.
struct PasskeyProof {
    std::optional<std::string> password = {}, code = {};
    std::optional<PasskeyAnswer> passkey = {};
};
SHAPE(PasskeyProof, password, code, passkey)

/// Off: nobody adds a passkey; those that are there go on signing in.
inline constexpr flags::Flag new_passkeys{"passkeys", "People may add passkeys to their accounts"};

/// Pure. Whether a page visited like this can use passkeys: they belong to the store's own host, and browsers give them out nowhere else.
bool offers_passkeys(const Config& config, const stores::Store& store, const http::Request& request);

/// What to ask a browser with to sign in. Asks nobody; good for ten minutes, for this device, for one answer.
PasskeyOptions passkey_sign_in_options(App& app, const Ctx& ctx, const Visitor& visitor);
/// Signs in by a passkey alone, customers and staff: it must have verified the person (PIN, finger, face), so it counts for both factors. Refuses accounts.passkey_refused,
/// accounts.passkey_suspect, request.too_many.
Task<Result<Opened>> sign_in_by_passkey(App& app, Ctx ctx, PasskeyAnswer answer, Visitor visitor);

/// What to ask a browser with where a sign-in waits for a second factor (`challenge` of SignInStep). Nothing where the account has no passkey, or the challenge is none.
Task<std::optional<PasskeyOptions>> passkey_factor_options(App& app, Ctx ctx, std::string challenge, Visitor visitor);
/// Ends such a sign-in: presence is enough, the password was right before. Refuses accounts.passkey_refused, accounts.passkey_suspect, request.too_many.
Task<Result<Opened>> second_factor_by_passkey(App& app, Ctx ctx, std::string challenge, PasskeyAnswer answer, Visitor visitor);

/// Oldest first.
Task<std::vector<PasskeyView>> passkeys(App& app, Ctx ctx, Person person);
/// What to ask a browser with for PasskeyProof::passkey. Nothing where the account has no passkey.
Task<std::optional<PasskeyOptions>> passkey_proof_options(App& app, Ctx ctx, Person person, Visitor visitor);
/// What to ask a browser with for another passkey. Good for ten minutes, for this person on this device, as long as their password stays. Refuses accounts.credentials_wrong,
/// accounts.code_wrong, accounts.passkey_refused, accounts.passkey_suspect, accounts.too_many_passkeys, flags.off, request.too_many, request.unauthenticated, server.overloaded.
Task<Result<PasskeyOptions>> begin_passkey(App& app, Ctx ctx, Person person, PasskeyProof proof, Visitor visitor);
/// Keeps it and tells the mailbox. Where it is the first factor of a member of staff, all sessions but `current` end. An empty name: what the browser is called. Refuses
/// accounts.passkey_refused, accounts.passkey_known, accounts.too_many_passkeys, request.unauthenticated.
Task<Result<PasskeyView>> add_passkey(App& app, Ctx ctx, Person person, std::string name, NewPasskey made, std::optional<SessionId> current, Visitor visitor);
/// Repeatable. Refuses accounts.passkey_unknown.
Task<Result<PasskeyView>> rename_passkey(App& app, Ctx ctx, Person person, PasskeyId id, Text<1, 60> name);
/// Tells the mailbox. Refuses what begin_passkey refuses, accounts.passkey_unknown, accounts.second_factor_required for the last factor of a member of staff.
Task<Result<bool>> remove_passkey(App& app, Ctx ctx, Person person, PasskeyId id, PasskeyProof proof, Visitor visitor);

}  // namespace vitrine::accounts
