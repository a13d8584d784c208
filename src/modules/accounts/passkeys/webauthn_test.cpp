// What is read and judged of authenticators: vectors of another library, keys of our own, and everything that does not fit.
#include "modules/accounts/passkeys/webauthn.h"

#include <fstream>
#include <random>
#include <sstream>

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include "io/crypto/base64url.h"
#include "io/crypto/digest.h"
#include "tests/shop/authenticator.h"
#include "tests/shop/long.h"

namespace vitrine::accounts::webauthn {
namespace {

using test::Authenticator;

boost::json::object vectors() {
    std::ifstream file("tests/data/webauthn-vectors.json");
    std::stringstream text;
    text << file.rdbuf();
    return boost::json::parse(text.str()).as_object().at("webauthn_es256").as_object();
}
std::string text(const boost::json::value& value) { return std::string(value.as_string()); }
std::string decoded(const boost::json::value& value) { return *crypto::base64url_decode(text(value)); }
std::string hex_bytes(const std::string& hex) {
    std::string out;
    for (size_t i = 0; i < hex.size(); i += 2) out += char(std::stoi(hex.substr(i, 2), nullptr, 16));
    return out;
}

constexpr auto here = "https://shop.example";
const std::string challenge = crypto::base64url("sixteen random bytes and more");
Wanted wanted(bool must_verify = true) { return {challenge, here, "shop.example", must_verify}; }

Authenticator one(crypto::CoseAlgorithm algorithm = crypto::CoseAlgorithm::es256) {
    Authenticator made(algorithm);
    made.origin = here;
    return made;
}
Fault registered(Authenticator& from) {
    auto client = from.client_data("webauthn.create", challenge);
    return judge_registration(client, from.attestation_object("shop.example", client), wanted()).fault;
}
Fault asserted(Authenticator& from, bool must_verify = true) {
    auto client = from.client_data("webauthn.get", challenge), data = from.authenticator_data("shop.example", false);
    return judge_assertion(client, data, from.sign(data + crypto::bytes_of(crypto::sha256(client))), from.cose_key(), wanted(must_verify)).fault;
}

TEST(webauthn, agrees_with_the_vectors) {
    auto group = vectors();
    auto registration = group.at("registration").as_object();
    Wanted fits{text(group.at("challenge")), text(group.at("origin")), text(group.at("rp_id")), true};
    auto made = judge_registration(decoded(registration.at("client_data_json")), decoded(registration.at("attestation_object")), fits);
    ASSERT_EQ(made.fault, Fault::none) << name_of(made.fault);
    EXPECT_EQ(made.data.attested->credential, decoded(registration.at("expect_credential_id")));
    EXPECT_EQ(made.data.attested->key, hex_bytes(text(registration.at("expect_public_key_cose_hex"))));
    int accepted = 0, refused = 0;
    for (const auto& each : group.at("cases").as_array()) {
        const auto& one = each.as_object();
        auto judged = judge_assertion(decoded(one.at("client_data_json")), decoded(one.at("authenticator_data")), decoded(one.at("signature")), made.data.attested->key, fits);
        auto kept = one.contains("stored_counter") ? one.at("stored_counter").as_int64() : group.at("stored_counter").as_int64();
        bool is_good = judged.fault == Fault::none && is_counter_good(kept, judged.data.counter);
        EXPECT_EQ(is_good, text(one.at("expect")) == "accept") << text(one.at("name")) << ": " << name_of(judged.fault);
        ++(is_good ? accepted : refused);
    }
    EXPECT_EQ(accepted, 3);
    EXPECT_EQ(refused, 10);
}

TEST(webauthn, takes_keys_of_three_algorithms_with_and_without_self_attestation) {
    for (auto algorithm : {crypto::CoseAlgorithm::es256, crypto::CoseAlgorithm::eddsa, crypto::CoseAlgorithm::rs256}) {
        auto mine = one(algorithm);
        EXPECT_EQ(registered(mine), Fault::none) << int(algorithm);
        EXPECT_EQ(asserted(mine), Fault::none) << int(algorithm);
        mine.attests_itself = true;
        EXPECT_EQ(registered(mine), Fault::none) << int(algorithm);
        mine.extensions = test::cbor_map(1) + test::cbor_text("credProtect") + test::cbor_number(2);
        EXPECT_EQ(registered(mine), Fault::none) << int(algorithm);
    }
}

TEST(webauthn, refuses_attestations_it_cannot_check) {
    auto mine = one(), other = one();
    auto client = mine.client_data("webauthn.create", challenge);
    auto data = mine.authenticator_data("shop.example", true);
    auto object = [&](const std::string& format, const std::string& statement) {
        return test::cbor_map(3) + test::cbor_text("fmt") + test::cbor_text(format) + test::cbor_text("attStmt") + statement + test::cbor_text("authData") + test::cbor_bytes(data);
    };
    auto judged = [&](const std::string& format, const std::string& statement) { return judge_registration(client, object(format, statement), wanted()).fault; };
    auto statement = [&](int algorithm, const std::string& signature) {
        return test::cbor_map(2) + test::cbor_text("alg") + test::cbor_number(algorithm) + test::cbor_text("sig") + test::cbor_bytes(signature);
    };
    auto signed_bytes = data + crypto::bytes_of(crypto::sha256(client));
    EXPECT_EQ(judged("none", test::cbor_map(0)), Fault::none);
    EXPECT_EQ(judged("none", statement(-7, "x")), Fault::malformed) << "none says nothing";
    EXPECT_EQ(judged("packed", statement(-7, mine.sign(signed_bytes))), Fault::none);
    EXPECT_EQ(judged("packed", statement(-7, other.sign(signed_bytes))), Fault::signature) << "by another key";
    EXPECT_EQ(judged("packed", statement(-8, mine.sign(signed_bytes))), Fault::signature) << "by another algorithm";
    EXPECT_EQ(judged("packed", test::cbor_map(1) + test::cbor_text("x5c") + test::cbor_array(1) + test::cbor_bytes("certificate")), Fault::format);
    EXPECT_EQ(judged("tpm", test::cbor_map(0)), Fault::format);
    EXPECT_EQ(judged("none", test::cbor_array(0)), Fault::malformed);
}

TEST(webauthn, refuses_what_was_said_elsewhere_or_of_something_else) {
    auto lies = [](auto lie) {
        auto mine = one();
        lie(mine);
        return std::pair{registered(mine), asserted(mine)};
    };
    auto both = [](Fault fault) { return std::pair{fault, fault}; };
    EXPECT_EQ(lies([](Authenticator& it) { it.origin = "https://shop.example.evil.example"; }), both(Fault::origin));
    EXPECT_EQ(lies([](Authenticator& it) { it.origin = "http://shop.example"; }), both(Fault::origin));
    EXPECT_EQ(lies([](Authenticator& it) { it.origin = "https://shop.example:8443"; }), both(Fault::origin));
    EXPECT_EQ(lies([](Authenticator& it) { it.other_rp = "other.example"; }), both(Fault::rp));
    EXPECT_EQ(lies([](Authenticator& it) { it.other_type = "payment.get"; }), both(Fault::type));
    EXPECT_EQ(lies([](Authenticator& it) { it.other_challenge = crypto::base64url("another one"); }), both(Fault::challenge));
    EXPECT_EQ(lies([](Authenticator& it) { it.is_cross_origin = true; }), both(Fault::cross_origin));
    EXPECT_EQ(lies([](Authenticator& it) { it.is_present = false; }), both(Fault::not_present));
    EXPECT_EQ(lies([](Authenticator& it) { it.is_verified = false; }), both(Fault::not_verified));
    EXPECT_EQ(lies([](Authenticator& it) { it.is_backed_up = true; }), both(Fault::malformed)) << "backed up, but not to be";
    auto mine = one();
    mine.is_verified = false;
    EXPECT_EQ(asserted(mine, false), Fault::none) << "presence is enough where the password was right";
    EXPECT_EQ(judge_registration(mine.client_data("webauthn.get", challenge), mine.attestation_object("shop.example", ""), wanted(false)).fault, Fault::type) << "an assertion is no registration";
}

TEST(webauthn, counts_up_or_not_at_all) {
    EXPECT_TRUE(is_counter_good(0, 0));
    EXPECT_TRUE(is_counter_good(0, 1));
    EXPECT_TRUE(is_counter_good(5, 4'294'967'295));
    EXPECT_FALSE(is_counter_good(5, 5));
    EXPECT_FALSE(is_counter_good(5, 4));
    EXPECT_FALSE(is_counter_good(5, 0)) << "it counted before";
}

TEST(webauthn, refuses_everything_that_is_cut_short_or_longer) {
    auto mine = one();
    mine.attests_itself = true;
    mine.extensions = test::cbor_map(0);
    auto client = mine.client_data("webauthn.create", challenge), object = mine.attestation_object("shop.example", client), data = mine.authenticator_data("shop.example", true);
    ASSERT_EQ(judge_registration(client, object, wanted()).fault, Fault::none);
    for (size_t size = 0; size < object.size(); ++size) EXPECT_NE(judge_registration(client, object.substr(0, size), wanted()).fault, Fault::none) << size;
    for (size_t size = 0; size < data.size(); ++size) EXPECT_FALSE(read_authenticator_data(data.substr(0, size))) << size;
    for (size_t size = 0; size < client.size(); ++size) EXPECT_FALSE(read_client_data(client.substr(0, size))) << size;
    EXPECT_NE(judge_registration(client, object + "x", wanted()).fault, Fault::none);
    EXPECT_FALSE(read_authenticator_data(data + "x"));
    EXPECT_FALSE(read_client_data(std::string(most_client_data_bytes + 1, ' ') + client));
    EXPECT_FALSE(read_client_data("[1]"));
    EXPECT_FALSE(read_client_data(R"({"type":"webauthn.get","challenge":1,"origin":"x"})"));
}

/// Bytes changed, taken out and put in at random places: nothing of it may be taken for good, whatever it is read as.
TEST(webauthn, takes_nothing_that_was_changed_on_the_way) {
    auto mine = one();
    mine.attests_itself = true;
    auto client = mine.client_data("webauthn.create", challenge), object = mine.attestation_object("shop.example", client);
    std::mt19937 random(20'261'201);
    auto below = [&](size_t bound) { return size_t(random() % bound); };
    int passed = 0;
    for (int round = 0, rounds = test::rounds(4'000, 400'000); round < rounds; ++round) {
        auto changed = object;
        for (size_t i = 0, count = 1 + below(4); i < count; ++i) {
            auto at = below(changed.size());
            if (auto how = below(3); how == 0) changed[at] = char(random());
            else if (how == 1) changed.erase(at, 1 + below(3));
            else changed.insert(at, 1 + below(3), char(random()));
        }
        if (changed != object && judge_registration(client, changed, wanted()).fault == Fault::none) ++passed;
    }
    EXPECT_EQ(passed, 0) << "the key's own signature is over all of it";
}

}  // namespace
}  // namespace vitrine::accounts::webauthn
