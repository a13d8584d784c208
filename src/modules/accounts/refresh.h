#pragma once
// Programs hold two tokens: one for ten minutes that says who calls, and one that is changed for the next two.
#include "modules/accounts/session.h"

namespace vitrine::accounts {

struct Tokens {
    std::string access_token, token_type = "Bearer", refresh_token;
    std::int64_t expires_in_s = 0;       ///< of the access token
    Instant ends_at{};                   ///< of the session: no refresh helps after that
    std::string device_token;            ///< to be kept and sent as X-Device-Token: this device is known then
    std::string device_proof;            ///< to be kept and sent as X-Device-Proof
    SessionId session;
    std::string person;
};
SHAPE(Tokens, access_token, token_type, refresh_token, expires_in_s, ends_at, device_token, device_proof, session, person)

/// The first tokens of a session.
Task<Tokens> tokens_of(App& app, Ctx ctx, Opened opened);

/// Changes a refresh token for the next two tokens. The same token again from the same device within ten seconds, while its child is unused, gives the same refresh token
/// again (and a fresh access token): the answer may have been lost. Any other second use ends the session for everybody who holds a token of it, and the owner is told.
/// Refuses accounts.token_invalid.
Task<Result<Tokens>> refresh(App& app, Ctx ctx, std::string token, Visitor visitor);

}  // namespace vitrine::accounts
