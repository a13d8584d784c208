#pragma once
// Whom requests speak for, from memory: one signature a token, then a table of those seen.
#include <memory>

#include "io/pg/db.h"
#include "modules/accounts/api.h"

namespace vitrine::accounts {

/// What requests need to know of accounts, held by one process for all its loops and stores: public keys, sessions that were ended before their time, what staff may do.
/// Immutable between refreshes; guards itself.
class Identities {
public:
    Identities();
    ~Identities();

    /// Reads what changed through the worker role's connection. Called at start, soon after every change (NOTIFY vitrine_accounts) and every few seconds besides, so
    /// that a session that was ended anywhere is refused here within seconds. Never twice at once.
    Task<void> refresh(pg::Db& worker);

    bool is_loaded() const;              ///< read once: before, nobody can be told from somebody who was signed out

    struct Caller {
        Person person;
        SessionId session;
        std::vector<std::string> permissions;   ///< of staff with a second factor
    };
    /// Whom an access token speaks for in this store. Microseconds: a token that was verified once is found again by its SHA-256 until it ends. Nothing for one that is
    /// forged, over, of another store or of a session that has ended.
    std::optional<Caller> by_token(StoreId store, std::string_view token, Instant now) const;
    /// The same for the storefront's cookie.
    std::optional<Caller> by_cookie(const Config& config, StoreId store, const http::Request& request, Instant now) const;

    /// Whether a caller who is not known here may be known elsewhere since a moment: signed by a key, or staff, that this process has not read of. Not verified where the key
    /// is not known. For those who were not let in: costs more than by_token.
    bool may_be_news(const Config& config, StoreId store, const http::Request& request, std::string_view bearer, Instant now) const;
    /// Waits until something was read, at most 300 ms. At once where many wait already: whoever makes tokens up holds up nobody but a few like themselves.
    Task<void> news() const;

private:
    struct Inner;
    std::unique_ptr<Inner> inner_;
};

/// Pure. Whether a bearer token has the form of ours: two dots. API keys and other secrets have none.
bool looks_like_token(std::string_view bearer);

/// Pure. Whether a route, by its pattern, makes or renews what people sign in by. It is asked with an old token at hand, so whoever calls is nobody there, and a token that has
/// ended is no reason to refuse.
bool is_way_in(std::string_view pattern);

/// Makes the context of an open route the caller's: a customer's role is customer; staff stay guests there, with their name as actor, because what staff may see needs a
/// permission and an open route asks for none. For an unsafe request the cookie counts only where the browser says that our own page sent it: what another site sends, a gateway's
/// way back too, arrives as a guest. Says nothing where there is no token. Refuses accounts.token_invalid for a token of ours that is not valid: the caller is to refresh it.
Result<void> admit(const Identities& identities, const Config& config, const http::Request& request, std::string_view bearer, Ctx& ctx);

/// The session that admitted this request; nothing for guests and keys.
std::optional<SessionId> current_session(const Config& config, const Ctx& ctx, const http::Request& request);

}  // namespace vitrine::accounts
