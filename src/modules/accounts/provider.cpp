#include "modules/accounts/provider.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <unordered_map>

#include <boost/json.hpp>

#include "io/crypto/base64url.h"
#include "modules/accounts/jwt.h"

namespace vitrine::accounts {
namespace {

namespace json = boost::json;

constexpr Duration kept_for = 1h, asked_again_after = 1min;
constexpr size_t document_limit = 256 * 1024;

/// What a provider publishes of itself.
struct Published {
    std::string authorize, token, keys_url;
    std::unordered_map<std::string, crypto::RsaVerifier> keys;
    Instant read_at{}, keys_read_at{};
};

/// By issuer, for all loops of the process.
struct Book {
    std::mutex guard;
    std::unordered_map<std::string, std::shared_ptr<const Published>> all;
    std::shared_ptr<const Published> find(const std::string& issuer) {
        std::lock_guard hold(guard);
        auto found = all.find(issuer);
        return found == all.end() ? nullptr : found->second;
    }
    void keep(const std::string& issuer, std::shared_ptr<const Published> published) {
        std::lock_guard hold(guard);
        all[issuer] = std::move(published);
    }
};
Book& book() {
    static Book one;
    return one;
}

std::string text_of(const json::object& from, std::string_view name) {
    const auto* found = from.if_contains(name);
    const auto* text = found ? found->if_string() : nullptr;
    return text ? std::string(text->data(), text->size()) : std::string();
}

Task<std::optional<json::object>> fetch(App& app, std::string url) {
    auto answer = co_await app.web.send({.url = std::move(url), .timeout_ms = 5'000, .answer_limit_bytes = document_limit});
    if (answer.outcome != web::Outcome::answered || answer.status != 200) co_return std::nullopt;
    boost::system::error_code fault;
    auto value = json::parse(answer.body, fault);
    co_return fault || !value.is_object() ? std::nullopt : std::optional(std::move(value.get_object()));
}

Task<bool> read_keys(App& app, Published& into, Instant now) {
    auto set = co_await fetch(app, into.keys_url);
    const auto* keys = set ? set->if_contains("keys") : nullptr;
    if (!keys || !keys->is_array()) co_return false;
    into.keys.clear();
    for (const auto& each : keys->get_array()) {
        const auto* key = each.if_object();
        if (!key || text_of(*key, "kty") != "RSA") continue;
        auto n = crypto::base64url_decode(text_of(*key, "n")), e = crypto::base64url_decode(text_of(*key, "e"));
        if (n && e) into.keys.emplace(text_of(*key, "kid"), crypto::RsaVerifier({*n, *e}));
    }
    into.keys_read_at = now;
    co_return true;
}

/// The provider's document and keys; null: it does not answer.
Task<std::shared_ptr<const Published>> published(App& app, std::string issuer, Instant now) {
    auto known = book().find(issuer);
    if (known && now - known->read_at < kept_for) co_return known;
    auto document = co_await fetch(app, issuer + "/.well-known/openid-configuration");
    if (!document || text_of(*document, "issuer") != issuer) co_return known;
    auto fresh = std::make_shared<Published>();
    fresh->authorize = text_of(*document, "authorization_endpoint");
    fresh->token = text_of(*document, "token_endpoint");
    fresh->keys_url = text_of(*document, "jwks_uri");
    fresh->read_at = now;
    if (!co_await read_keys(app, *fresh, now)) co_return known;
    book().keep(issuer, fresh);
    co_return fresh;
}

/// Providers change their keys: one that is not known is looked for once more.
Task<std::shared_ptr<const Published>> with_key_of(App& app, std::string issuer, std::shared_ptr<const Published> known, std::string kid, Instant now) {
    if (known->keys.contains(kid) || now - known->keys_read_at < asked_again_after) co_return known;
    auto fresh = std::make_shared<Published>(*known);
    if (!co_await read_keys(app, *fresh, now)) co_return known;
    book().keep(issuer, fresh);
    co_return fresh;
}

std::string without_scheme(std::string_view issuer) {
    auto at = issuer.find("://");
    return std::string(at == issuer.npos ? issuer : issuer.substr(at + 3));
}

}  // namespace

std::span<const ProviderSetting> provider_settings() {
    static constexpr std::array all{ProviderSetting{"google_client_id", "The shop's client id at Google, for signing in with it; empty: nobody can"},
                                    ProviderSetting{"google_client_secret", "The client's secret", true},
                                    ProviderSetting{"google_issuer", "Who vouches; another one for trying", false, "https://accounts.google.com"}};
    return all;
}

ProviderSettings provider_settings(const Config& config, const stores::Store& store, std::string_view provider) {
    auto of = [&](std::string_view what, std::string_view otherwise) {
        auto name = std::string(provider) + "_" + std::string(what);
        for (const auto& key : {store.slug + "/" + name, name})
            if (auto found = config.gateway_settings.find(key); found != config.gateway_settings.end() && !found->second.empty()) return found->second;
        return std::string(otherwise);
    };
    return {of("issuer", "https://accounts.google.com"), of("client_id", ""), of("client_secret", "")};
}

Task<Result<std::string>> authorize_url(App& app, ProviderSettings settings, std::string redirect_uri, std::string state, std::string nonce, std::string code_challenge, Instant now) {
    auto known = co_await published(app, settings.issuer, now);
    if (!known) co_return refuse(provider_away);
    shape::Fields query{{"response_type", "code"}, {"client_id", settings.client_id}, {"redirect_uri", redirect_uri}, {"scope", "openid email profile"}, {"state", state}, {"nonce", nonce},
                        {"code_challenge", code_challenge}, {"code_challenge_method", "S256"}};
    co_return known->authorize + "?" + http::encode_form(query);
}

Task<Result<Claims>> redeem(App& app, ProviderSettings settings, std::string redirect_uri, std::string code, std::string verifier, std::string nonce, Instant now) {
    auto known = co_await published(app, settings.issuer, now);
    if (!known) co_return refuse(provider_away);
    web::Request ask{.method = "POST", .url = known->token, .timeout_ms = 8'000, .answer_limit_bytes = document_limit};
    ask.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    ask.body = http::encode_form({{"code", code}, {"client_id", settings.client_id}, {"client_secret", settings.client_secret}, {"redirect_uri", redirect_uri}, {"grant_type", "authorization_code"}, {"code_verifier", verifier}});
    auto answer = co_await app.web.send(std::move(ask));
    if (answer.outcome != web::Outcome::answered || answer.status >= 500) co_return refuse(provider_away);
    boost::system::error_code fault;
    auto value = json::parse(answer.body, fault);
    auto token = fault || !value.is_object() ? std::string() : text_of(value.get_object(), "id_token");
    if (answer.status != 200 || token.empty()) co_return refuse(provider_refused);
    known = co_await with_key_of(app, settings.issuer, known, claimed_kid(token), now);
    FindKey find = [&](std::string_view kid) {
        auto found = known->keys.find(std::string(kid));
        return found == known->keys.end() ? nullptr : &found->second;
    };
    auto payload = verified(token, find, {.issuers = {settings.issuer, without_scheme(settings.issuer)}, .audience = settings.client_id, .type = {}, .nonce = nonce, .now = now});
    auto subject = payload ? text_of(*payload, "sub") : std::string();
    if (subject.empty()) co_return refuse(provider_refused);
    const auto* is_verified = payload->if_contains("email_verified");
    bool is_email_verified = is_verified && (is_verified->is_bool() ? is_verified->get_bool() : text_of(*payload, "email_verified") == "true");
    co_return Claims{subject, text_of(*payload, "email"), text_of(*payload, "name"), is_email_verified};
}

}  // namespace vitrine::accounts
