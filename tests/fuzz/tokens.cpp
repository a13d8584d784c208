// What callers hold: access tokens, refresh tokens, links, cookies, and what is sealed. What we did not make is not taken, not even where one letter of ours was changed.
#include <boost/json.hpp>

#include "core/text.h"
#include "io/crypto/base64url.h"
#include "io/crypto/seal.h"
#include "io/http/answer_head.h"
#include "modules/accounts/identities.h"
#include "modules/accounts/jwt.h"
#include "modules/accounts/tokens.h"
#include "modules/storefront/visit.h"
#include "tests/fuzz/signing_key.h"
#include "tests/fuzz/target.h"

namespace vitrine::fuzz {
namespace {

namespace json = boost::json;

const Instant now{std::chrono::seconds(1'800'000'000)};
constexpr std::string_view sealed_secret = "sealed for the corpus", sealed_purpose = "fuzz";

const Config& config() {
    static const Config one = [] {
        Config made;
        made.master_key = std::string(64, '7');
        return made;
    }();
    return one;
}
const StoreId store = *StoreId::parse("store_00000000000000000000000001");
const accounts::Person person = *accounts::parse_person("cus_00000000000000000000000002");
const accounts::SessionId session = *accounts::SessionId::parse("ses_00000000000000000000000003");

const crypto::RsaVerifier& verifier() {
    static const crypto::RsaVerifier one({*crypto::base64url_decode(signing_modulus), *crypto::base64url_decode(signing_exponent)});
    return one;
}
const std::string& secret() {
    static const std::string one = *crypto::base64url_decode(signing_secret);
    return one;
}

/// A token that was found good says what a good one must.
void verify(std::string_view token) {
    accounts::Expected expected{.issuers = {}, .audience = "store_1", .type = "at+jwt", .now = now};
    auto payload = accounts::verified(token, [](std::string_view kid) { return kid == "key_1" ? &verifier() : nullptr; }, expected);
    accounts::claimed_kid(token);
    accounts::claimed_session(token);
    if (!payload) return;
    auto header = json::parse(*crypto::base64url_decode(token.substr(0, token.find('.')))).as_object();
    must(header.at("alg") == "RS256" && header.at("typ") == "at+jwt" && !header.contains("crit"), "the one algorithm, the one type");
    must(payload->contains("exp") && payload->contains("aud"), "for somebody and for a time");
}

/// A header and a payload that are signed, whatever they say.
void verify_signed(Input& input) {
    auto text = crypto::base64url(input.line()) + "." + crypto::base64url(input.rest());
    verify(text + "." + crypto::base64url(crypto::rsa_sign(secret(), text)));
}

/// Whatever is read is the one text that says it.
void read_ours(std::string_view text) {
    if (auto found = accounts::read_session_cookie(config(), store, text, now)) must(accounts::session_cookie(config(), store, *found) == text, "a cookie has one form");
    if (auto id = accounts::refresh_token_id(config(), store, text)) must(accounts::refresh_token(config(), store, *id) == text, "a refresh token has one form");
    if (auto link = accounts::link_of_token(config(), store, text)) must(accounts::link_token(config(), store, *link) == text, "a link has one form");
    if (auto who = accounts::parse_person(text)) must(lower_ascii(text) == who->text(), "an id has one form, but for case");
    accounts::read_challenge(config(), store, text, now);
    accounts::looks_like_token(text);
    accounts::is_device(text);
    if (auto bytes = crypto::base64url_decode(text)) must(crypto::base64url(*bytes) == text, "one text for one value");
    if (auto opened = crypto::unseal(config().master_key, sealed_purpose, text)) must(*opened == sealed_secret, "only what was sealed is opened");
}

/// A form of ours with some bytes changed: `input` says which.
void read_changed(Input& input) {
    auto kind = input.decision() % 4;
    std::string text = kind == 0   ? accounts::session_cookie(config(), store, {session, person, now + 1h})
                       : kind == 1 ? accounts::refresh_token(config(), store, session.value)
                       : kind == 2 ? accounts::link_token(config(), store, accounts::LinkId{session.value})
                                   : accounts::seal_challenge(config(), store, {.person = person.text(), .until = now + 1min});
    auto original = text;
    while (!input.rest().empty()) text[input.decision() % text.size()] = char(input.decision());
    read_ours(text);
    bool is_taken = kind == 0   ? accounts::read_session_cookie(config(), store, text, now).has_value()
                    : kind == 1 ? accounts::refresh_token_id(config(), store, text).has_value()
                    : kind == 2 ? accounts::link_of_token(config(), store, text).has_value()
                                : accounts::read_challenge(config(), store, text, now).has_value();
    must(is_taken == (text == original), "taken exactly while nothing was changed");
}

/// Cookies and what is put into cookies again: no cookie of a caller may end a header of ours.
void read_cookies(std::string_view header) {
    http::Request request;
    request.headers = {{"cookie", std::string(header)}};
    auto visit = storefront::visit_of(request);
    accounts::visitor_of(request);
    accounts::session_of(config(), store, request, now);
    auto method = storefront::chosen_method(request);
    auto answers = storefront::chosen_answers(request);
    http::Response response;
    storefront::remember_method(response, request, method);
    storefront::remember_answers(response, request, answers);
    storefront::remember_order(response, request, "ord_00000000000000000000000001", "token");
    accounts::remember_device(request, response);
    if (!visit.flash.empty()) storefront::set_flash(response, request, visit.flash);
    http::check_headers(response);
    must(storefront::order_token(request, "ord_00000000000000000000000001").find_first_of("~; ") == std::string::npos, "a token is a word");
}

}  // namespace

void tokens(std::string_view bytes) {
    Input input(bytes);
    switch (input.decision() % 5) {
        case 0: return verify(input.rest());
        case 1: return verify_signed(input);
        case 2: return read_ours(input.rest());
        case 3: return read_changed(input);
        default: return read_cookies(input.rest());
    }
}

}  // namespace vitrine::fuzz
