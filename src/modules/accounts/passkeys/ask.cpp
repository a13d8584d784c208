#include "modules/accounts/passkeys/ask.h"

#include <boost/json.hpp>

#include "core/text.h"
#include "io/crypto/base64url.h"
#include "io/crypto/cose.h"
#include "io/crypto/digest.h"

namespace vitrine::accounts {
namespace {

constexpr std::int64_t asked_for_ms = 300'000;

boost::json::array descriptors(const std::vector<PasskeyRow>& passkeys) {
    boost::json::array list;
    for (const auto& passkey : passkeys) {
        boost::json::array transports;
        for (const auto& transport : passkey.transports) transports.emplace_back(transport);
        list.push_back(boost::json::object{{"type", "public-key"}, {"id", crypto::base64url(passkey.credential.value)}, {"transports", std::move(transports)}});
    }
    return list;
}

boost::json::array algorithms() {
    boost::json::array list;
    for (auto algorithm : {crypto::CoseAlgorithm::es256, crypto::CoseAlgorithm::eddsa, crypto::CoseAlgorithm::rs256})
        list.push_back(boost::json::object{{"type", "public-key"}, {"alg", int(algorithm)}});
    return list;
}

/// As browsers write an origin: without the port that the scheme has anyway.
std::string origin_of(std::string base) {
    for (auto [scheme, port] : {std::pair{"https://", ":443"}, std::pair{"http://", ":80"}})
        if (base.starts_with(scheme) && base.ends_with(port)) base.resize(base.size() - std::string_view(port).size());
    return base;
}

}  // namespace

bool offers_passkeys(const Config& config, const stores::Store& store, const http::Request& request) {
    auto origin = passkey_place(config, store).origin;
    auto scheme = origin.substr(0, origin.find("://"));
    return (request.is_tls ? "https" : scheme) + "://" + lower_ascii(request.header("host")) == origin;
}

PasskeyPlace passkey_place(const Config& config, const stores::Store& store) { return {origin_of(store_base(config, store)), store.host}; }

std::string user_handle_of(const Config& config, StoreId store, Person person) {
    return crypto::bytes_of(crypto::hmac_sha256(config.master_key, "accounts.passkey.user\n" + store.text() + "\n" + person.text()));
}

PasskeyOptions request_options(const PasskeyPlace& place, const std::string& challenge, const std::vector<PasskeyRow>& allowed, bool must_verify) {
    boost::json::object options{{"challenge", challenge},
                                {"rpId", place.rp_id},
                                {"timeout", asked_for_ms},
                                {"userVerification", must_verify ? "required" : "discouraged"},
                                {"allowCredentials", descriptors(allowed)}};
    return {{boost::json::serialize(options)}};
}

PasskeyOptions creation_options(const PasskeyPlace& place, const std::string& store_name, const std::string& challenge, const std::string& handle, const std::string& email, const std::string& name,
                                const std::vector<PasskeyRow>& excluded) {
    boost::json::object options{{"rp", {{"id", place.rp_id}, {"name", store_name}}},
                                {"user", {{"id", crypto::base64url(handle)}, {"name", email}, {"displayName", name.empty() ? email : name}}},
                                {"challenge", challenge},
                                {"pubKeyCredParams", algorithms()},
                                {"timeout", asked_for_ms},
                                {"excludeCredentials", descriptors(excluded)},
                                {"authenticatorSelection", {{"residentKey", "preferred"}, {"requireResidentKey", false}, {"userVerification", "preferred"}}},
                                {"attestation", "none"}};
    return {{boost::json::serialize(options)}};
}

}  // namespace vitrine::accounts
