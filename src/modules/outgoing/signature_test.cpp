#include "modules/outgoing/signature.h"

#include <gtest/gtest.h>

namespace vitrine::outgoing {
namespace {

// The example of the specification's libraries (svix): secret, id, time and body with the signature that must come out.
constexpr std::string_view secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", id = "msg_p5jXN8AQM9LWM0D4loKWxJek", body = R"({"test": 2432232314})";
constexpr std::int64_t at_s = 1'614'265'330;
constexpr std::string_view expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

TEST(webhook_signature, is_that_of_the_specification) { EXPECT_EQ(signature_of(secret, id, at_s, body), expected); }

TEST(webhook_signature, covers_id_time_and_body) {
    EXPECT_NE(signature_of(secret, "msg_other", at_s, body), expected);
    EXPECT_NE(signature_of(secret, id, at_s + 1, body), expected);
    EXPECT_NE(signature_of(secret, id, at_s, R"({"test": 2432232315})"), expected);
    EXPECT_NE(signature_of(new_secret(), id, at_s, body), expected);
}

TEST(webhook_signature, is_made_with_every_secret_that_holds) {
    std::vector<std::string> secrets{std::string(secret), new_secret()};
    auto headers = signed_headers(secrets, id, Instant(std::chrono::seconds(at_s)), body);
    EXPECT_EQ(headers[0].second, id);
    EXPECT_EQ(headers[1].second, "1614265330");
    EXPECT_EQ(headers[2].second, std::string(expected) + " " + signature_of(secrets[1], id, at_s, body));
}

TEST(webhook_signature, has_secrets_of_256_bits_that_differ) {
    auto once = new_secret();
    EXPECT_TRUE(once.starts_with("whsec_"));
    EXPECT_EQ(once.size(), 6u + 44u);
    EXPECT_NE(once, new_secret());
}

}  // namespace
}  // namespace vitrine::outgoing
