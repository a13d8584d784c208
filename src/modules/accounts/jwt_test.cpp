#include "modules/accounts/jwt.h"

#include <fstream>
#include <map>
#include <sstream>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "io/crypto/base64url.h"
#include "io/crypto/digest.h"
#include "modules/accounts/totp.h"

namespace vitrine::accounts {
namespace {

namespace json = boost::json;

json::object vectors() {
    std::ifstream file("tests/data/sign-in-vectors.json");
    std::stringstream text;
    text << file.rdbuf();
    return json::parse(text.str()).as_object();
}
std::string text(const json::value& value) { return std::string(value.as_string()); }
Instant at(std::int64_t seconds) { return Instant{std::chrono::seconds(seconds)}; }

struct Signing {
    crypto::RsaPair pair = crypto::make_rsa_pair();
    crypto::RsaVerifier verifier{pair.open};
    FindKey find = [this](std::string_view kid) { return kid == "ours" ? &verifier : nullptr; };
    Expected expected{.issuers = {}, .audience = "store_1", .type = "at+jwt", .now = at(1'000)};
    json::object payload{{"aud", "store_1"}, {"sub", "cus_1"}, {"iat", 1'000}, {"exp", 1'600}};
    std::string made(std::string_view type = "at+jwt") const { return signed_token(pair.secret, "ours", type, payload); }
};
Signing& signing() {
    static Signing one;
    return one;
}

TEST(jwt, agrees_with_the_vectors) {
    auto group = vectors().at("jwt_rs256").as_object();
    std::map<std::string, crypto::RsaVerifier> keys;
    for (const auto& key : group.at("jwks").as_object().at("keys").as_array())
        keys.emplace(text(key.at("kid")), crypto::RsaVerifier({*crypto::base64url_decode(text(key.at("n"))), *crypto::base64url_decode(text(key.at("e")))}));
    FindKey find = [&](std::string_view kid) {
        auto found = keys.find(std::string(kid));
        return found == keys.end() ? nullptr : &found->second;
    };
    Expected expected{.issuers = {"https://accounts.google.com", "accounts.google.com"}, .audience = text(group.at("expected_audience"))};
    int seen = 0;
    for (const auto& one : group.at("cases").as_array()) {
        expected.now = at(one.at("clock_now").to_number<std::int64_t>());
        const auto* nonce = one.as_object().if_contains("expected_nonce");
        expected.nonce = nonce && nonce->is_string() ? std::optional(text(*nonce)) : std::nullopt;
        EXPECT_EQ(verified(text(one.at("token")), find, expected).has_value(), text(one.at("expect")) == "accept") << text(one.at("name"));
        ++seen;
    }
    EXPECT_GE(seen, 11);
}

TEST(jwt, of_ours_is_accepted_until_it_ends) {
    auto& s = signing();
    auto token = s.made();
    EXPECT_TRUE(verified(token, s.find, s.expected));
    auto later = s.expected;
    later.now = at(1'599);
    EXPECT_TRUE(verified(token, s.find, later));
    later.now = at(1'600);
    EXPECT_FALSE(verified(token, s.find, later));
    later.now = at(900);
    EXPECT_FALSE(verified(token, s.find, later)) << "made a hundred seconds from now";
    auto elsewhere = s.expected;
    elsewhere.audience = "store_2";
    EXPECT_FALSE(verified(token, s.find, elsewhere));
    EXPECT_FALSE(verified(s.made("JWT"), s.find, s.expected)) << "a token made for something else";
}

TEST(jwt, no_algorithm_but_ours_is_believed) {
    auto& s = signing();
    auto payload = crypto::base64url(json::serialize(s.payload));
    auto with_header = [&](const json::object& header) { return crypto::base64url(json::serialize(header)) + "." + payload; };
    EXPECT_FALSE(verified(with_header({{"alg", "none"}, {"typ", "at+jwt"}, {"kid", "ours"}}) + ".", s.find, s.expected));
    // The public key as the secret of HMAC: what a verifier that believes the header would compute.
    auto confused = with_header({{"alg", "HS256"}, {"typ", "at+jwt"}, {"kid", "ours"}});
    EXPECT_FALSE(verified(confused + "." + crypto::base64url(crypto::bytes_of(crypto::hmac_sha256(s.pair.open.n, confused))), s.find, s.expected));
    auto critical = with_header({{"alg", "RS256"}, {"typ", "at+jwt"}, {"kid", "ours"}, {"crit", {"b64"}}});
    EXPECT_FALSE(verified(critical + "." + crypto::base64url(crypto::rsa_sign(s.pair.secret, critical)), s.find, s.expected)) << "what is critical and not known";
    auto own_key = with_header({{"alg", "RS256"}, {"typ", "at+jwt"}, {"kid", "theirs"}, {"jwk", {{"kty", "RSA"}}}});
    EXPECT_FALSE(verified(own_key + "." + crypto::base64url(crypto::rsa_sign(crypto::make_rsa_pair().secret, own_key)), s.find, s.expected)) << "a token does not bring its own key";
}

TEST(jwt, nothing_malformed_is_read) {
    auto& s = signing();
    auto token = s.made();
    for (auto bad : {std::string(), std::string("."), std::string(".."), token + ".", token + "=", token.substr(1), std::string(10'000, 'a') + token, "eyJ." + token.substr(token.find('.') + 1)})
        EXPECT_FALSE(verified(bad, s.find, s.expected));
    auto endless = s.payload;
    endless.erase("exp");
    EXPECT_FALSE(verified(signed_token(s.pair.secret, "ours", "at+jwt", endless), s.find, s.expected)) << "a token that never ends";
}

TEST(totp, agrees_with_the_vectors) {
    auto all = vectors();
    auto counted = all.at("hotp").as_object();
    for (const auto& one : counted.at("cases").as_array()) EXPECT_EQ(hotp(text(counted.at("seed_ascii")), one.at("counter").to_number<std::uint64_t>()), text(one.at("code")));
    int seen = 0;
    for (const auto& one : all.at("totp").as_object().at("cases").as_array()) {
        const auto* seed = one.as_object().if_contains("seed_ascii");
        if (text(one.at("algorithm")) != "SHA1" || !seed) continue;
        auto step = totp_step(at(one.at("time").to_number<std::int64_t>()));
        EXPECT_EQ(hotp(text(*seed), std::uint64_t(step), int(one.at("digits").to_number<std::int64_t>())), text(one.at("code")));
        ++seen;
    }
    EXPECT_GE(seen, 6);
}

TEST(totp, a_step_is_accepted_once_and_its_neighbours_too) {
    std::string secret = "12345678901234567890";
    auto now = at(1'111'111'111);
    auto step = totp_step(now);
    auto code = [&](std::int64_t of) { return hotp(secret, std::uint64_t(of)); };
    EXPECT_EQ(accepted_step(secret, code(step), 0, now), step);
    EXPECT_EQ(accepted_step(secret, code(step - 1), 0, now), step - 1);
    EXPECT_EQ(accepted_step(secret, code(step + 1), 0, now), step + 1);
    EXPECT_FALSE(accepted_step(secret, code(step - 2), 0, now));
    EXPECT_FALSE(accepted_step(secret, code(step + 2), 0, now));
    EXPECT_FALSE(accepted_step(secret, code(step), step, now)) << "used already";
    EXPECT_FALSE(accepted_step(secret, code(step - 1), step, now)) << "older than the one used last";
    EXPECT_FALSE(accepted_step(secret, "", 0, now));
}

TEST(totp, apps_are_told_the_secret_in_their_way) {
    EXPECT_EQ(base32_capitals("12345678901234567890"), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    EXPECT_EQ(totp_address("Ghee & Co", "a@example.com", "12345"), "otpauth://totp/Ghee%20%26%20Co:a%40example.com?secret=GEZDGNBV&issuer=Ghee%20%26%20Co");
}

}  // namespace
}  // namespace vitrine::accounts
