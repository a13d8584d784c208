#pragma once
// A provider of identities: OpenID Connect Core 1.0, code flow on the server, as Google speaks it. Talks to the outside.
#include "modules/accounts/api.h"

namespace vitrine::accounts {

/// How one store is known to a provider; `client_id` is empty where it is not.
struct ProviderSettings {
    std::string issuer, client_id, client_secret;
};
ProviderSettings provider_settings(const Config& config, const stores::Store& store, std::string_view provider);

/// What a provider vouches for.
struct Claims {
    std::string subject, email, name;
    bool is_email_verified = false;
};

/// Where the browser is sent. Reads the provider's own document (kept for an hour). Refuses accounts.provider_away.
Task<Result<std::string>> authorize_url(App& app, ProviderSettings settings, std::string redirect_uri, std::string state, std::string nonce, std::string code_challenge, Instant now);
/// Changes the code for an identity, and checks it: signature by the provider's keys (fetched again for an unknown kid, at most once a minute), issuer, audience, end, nonce.
/// Refuses accounts.provider_away, accounts.provider_refused. A code works once.
Task<Result<Claims>> redeem(App& app, ProviderSettings settings, std::string redirect_uri, std::string code, std::string verifier, std::string nonce, Instant now);

}  // namespace vitrine::accounts
