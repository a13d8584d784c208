#pragma once
#include <map>

#include <boost/json/object.hpp>

#include "io/crypto/rsa.h"
#include "io/http/routes.h"
#include "simulators/framework/service.h"

namespace vitrine::simulators::google {

struct Keys {
    std::string client_id = "simulated.apps.example", client_secret = "simulated_google_secret";
};

/// Somebody with an account there.
struct Person {
    std::string subject, email, name;
    bool is_email_verified = true;
};
/// What a consent was given for; its code is changed for tokens once.
struct Consent {
    std::string client_id, redirect_uri, nonce, code_challenge;
    Person person;
};

/// The simulated sign-in of Google: discovery, the page of consent, codes with PKCE, RS256 id tokens, keys that can be turned over. Source: OpenID Connect Core 1.0 and
/// Discovery 1.0, with the addresses and claims that Google's documents name.
struct Google : Service {
    Google(Loop& loop, web::Client& web, std::uint64_t seed, Keys keys);
    std::string state_json() const override;
    /// The code of a consent, as the page gives it.
    std::string consent(Consent given);
    /// Signs with another key from now on; the one before stays published.
    void turn_key_over();

    Keys keys;
    std::string base = "http://127.0.0.1";   ///< the issuer
    std::map<std::string, Consent> codes;
    struct SigningKey {
        std::string kid;
        crypto::RsaPair pair;
    };
    std::vector<SigningKey> signing;         ///< the last one signs
    std::function<Instant()> clock = &clock_now;
    /// Changes a token's claims before it is signed; may be empty.
    std::function<void(boost::json::object& claims)> tamper;
};

/// Its routes and the control API (`POST /_control/key`: the next key).
std::vector<http::Route> routes();

}  // namespace vitrine::simulators::google
