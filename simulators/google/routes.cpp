#include <boost/json.hpp>

#include "core/text.h"
#include "io/crypto/base64url.h"
#include "io/crypto/digest.h"
#include "simulators/framework/control.h"
#include "simulators/google/service.h"

namespace vitrine::simulators::google {
namespace {

namespace json = boost::json;

constexpr std::int64_t token_life_s = 3'600;

std::string field(const shape::Fields& fields, std::string_view name) {
    for (const auto& [key, value] : fields)
        if (key == name) return value;
    return {};
}

http::Response fault(std::string_view error, int status = 400) { return http::json_text(json::serialize(json::object{{"error", error}}), status); }
http::Response failure(int status) { return fault("temporarily_unavailable", status); }

Task<Result<http::Response>> discovery(Google& it, Ctx) {
    json::object document{{"issuer", it.base}, {"authorization_endpoint", it.base + "/o/oauth2/v2/auth"}, {"token_endpoint", it.base + "/token"}, {"jwks_uri", it.base + "/oauth2/v3/certs"},
                          {"response_types_supported", {"code"}}, {"id_token_signing_alg_values_supported", {"RS256"}}, {"code_challenge_methods_supported", {"plain", "S256"}}};
    auto work = [text = json::serialize(document)] { return http::json_text(text); };
    auto task = run_call(it, "discovery", work, &failure, [] {});
    co_return co_await std::move(task);
}

Task<Result<http::Response>> certs(Google& it, Ctx) {
    json::array keys;
    for (const auto& key : it.signing)
        keys.push_back(json::object{{"kty", "RSA"}, {"use", "sig"}, {"alg", "RS256"}, {"kid", key.kid}, {"n", crypto::base64url(key.pair.open.n)}, {"e", crypto::base64url(key.pair.open.e)}});
    auto work = [text = json::serialize(json::object{{"keys", std::move(keys)}})] { return http::json_text(text); };
    auto task = run_call(it, "certs", work, &failure, [] {});
    co_return co_await std::move(task);
}

/// The page where a person chooses who they are; without scripts.
Task<Result<http::Response>> auth_page(Google& it, Ctx, const http::Request& request) {
    if (field(request.query, "client_id") != it.keys.client_id || field(request.query, "response_type") != "code" || field(request.query, "code_challenge_method") != "S256")
        co_return http::html("<!doctype html><html lang=en><meta charset=utf-8><title>Error</title><h1>Error 400: invalid_request</h1></html>", 400);
    std::string hidden;
    for (auto name : {"client_id", "redirect_uri", "state", "nonce", "code_challenge"})
        hidden += "<input type=hidden name=" + std::string(name) + " value=\"" + escape_html(field(request.query, name)) + "\">";
    co_return http::html("<!doctype html><html lang=en><meta charset=utf-8><title>Sign in (simulated)</title><main><h1>Sign in with the simulated Google</h1><form method=post action=/o/oauth2/v2/auth>" + hidden +
                         "<p><label>Email <input name=email type=email required></label><p><label>Name <input name=name></label><p><label><input type=checkbox name=verified value=1 checked> The address is verified</label>"
                         "<p><button>Continue</button> <button name=refuse value=1 formnovalidate>Cancel</button></form></main></html>");
}

Task<Result<http::Response>> give_consent(Google& it, Ctx, const http::Request& request) {
    auto form = http::parse_form(request.body).value_or(shape::Fields{});
    auto back = field(form, "redirect_uri");
    auto join = back.find('?') == std::string::npos ? "?" : "&";
    if (!field(form, "refuse").empty()) co_return http::see_other(back + join + http::encode_form({{"error", "access_denied"}, {"state", field(form, "state")}}));
    auto email = field(form, "email");
    Person person{crypto::hex(crypto::sha256(lower_ascii(email))).substr(0, 21), email, field(form, "name"), field(form, "verified") == "1"};
    auto code = it.consent({field(form, "client_id"), back, field(form, "nonce"), field(form, "code_challenge"), std::move(person)});
    co_return http::see_other(back + join + http::encode_form({{"code", code}, {"state", field(form, "state")}}));
}

http::Response tokens(Google& it, const shape::Fields& form) {
    if (field(form, "client_id") != it.keys.client_id || field(form, "client_secret") != it.keys.client_secret) return fault("invalid_client", 401);
    if (field(form, "grant_type") != "authorization_code") return fault("unsupported_grant_type");
    auto found = it.codes.extract(field(form, "code"));   // a code works once, well or not
    if (found.empty()) return fault("invalid_grant");
    const auto& consent = found.mapped();
    bool is_proved = crypto::base64url(crypto::bytes_of(crypto::sha256(field(form, "code_verifier")))) == consent.code_challenge;
    if (!is_proved || consent.redirect_uri != field(form, "redirect_uri")) return fault("invalid_grant");
    auto now = std::chrono::floor<std::chrono::seconds>(it.clock()).time_since_epoch().count();
    json::object claims{{"iss", it.base}, {"aud", consent.client_id}, {"azp", consent.client_id}, {"sub", consent.person.subject}, {"email", consent.person.email},
                        {"email_verified", consent.person.is_email_verified}, {"name", consent.person.name}, {"nonce", consent.nonce}, {"iat", now}, {"exp", now + token_life_s}};
    if (it.tamper) it.tamper(claims);
    const auto& key = it.signing.back();
    auto text = crypto::base64url(json::serialize(json::object{{"alg", "RS256"}, {"typ", "JWT"}, {"kid", key.kid}})) + "." + crypto::base64url(json::serialize(claims));
    auto id_token = text + "." + crypto::base64url(crypto::rsa_sign(key.pair.secret, text));
    return http::json_text(json::serialize(json::object{{"access_token", it.ids.next("ya29.")}, {"expires_in", token_life_s}, {"id_token", id_token}, {"scope", "openid email profile"}, {"token_type", "Bearer"}}));
}

Task<Result<http::Response>> token(Google& it, Ctx, const http::Request& request) {
    auto form = http::parse_form(request.body).value_or(shape::Fields{});
    auto work = [&it, form] { return tokens(it, form); };
    auto task = run_call(it, "token", work, &failure, [] {});
    co_return co_await std::move(task);
}

Task<Result<http::Response>> next_key(Google& it, Ctx) {
    it.turn_key_over();
    co_return http::json_text("{}");
}

}  // namespace

Google::Google(Loop& loop, web::Client& web, std::uint64_t seed, Keys own_keys) : Service(loop, web, "Google", seed, {}, [](const std::string&, const std::string&) { return shape::Fields{}; }), keys(std::move(own_keys)) {
    turn_key_over();
}

std::string Google::state_json() const { return json::serialize(json::object{{"open_codes", codes.size()}, {"keys", signing.size()}}); }

std::string Google::consent(Consent given) {
    auto code = ids.next("4/0A");
    codes[code] = std::move(given);
    return code;
}

void Google::turn_key_over() { signing.push_back({"key-" + std::to_string(signing.size() + 1), crypto::make_rsa_pair()}); }

std::vector<http::Route> routes() {
    http::Routes<Google> routes;
    http::RouteOptions options{.summary = "A call of the provider", .access = http::Access::signature, .needs_store = false};
    routes.get("/.well-known/openid-configuration", &discovery, options);
    routes.get("/oauth2/v3/certs", &certs, options);
    routes.get("/o/oauth2/v2/auth", &auth_page, options);
    routes.post("/o/oauth2/v2/auth", &give_consent, options);
    routes.post("/token", &token, options);
    routes.post("/_control/key", &next_key, options);
    add_control_routes(routes);
    return routes.take();
}

}  // namespace vitrine::simulators::google
