#include "io/crypto/rsa.h"

#include <gtest/gtest.h>

#include "io/crypto/argon2.h"
#include "io/crypto/base64url.h"

namespace vitrine::crypto {

TEST(rsa, a_signature_is_accepted_by_its_own_key_only) {
    auto ours = make_rsa_pair(), theirs = make_rsa_pair();
    auto signature = rsa_sign(ours.secret, "a message");
    EXPECT_TRUE(RsaVerifier(ours.open).accepts("a message", signature));
    EXPECT_FALSE(RsaVerifier(ours.open).accepts("a massage", signature));
    EXPECT_FALSE(RsaVerifier(theirs.open).accepts("a message", signature));
    EXPECT_FALSE(RsaVerifier(ours.open).accepts("a message", ""));
}

TEST(rsa, a_key_that_is_none_or_too_short_accepts_nothing) {
    EXPECT_FALSE(RsaVerifier({}).accepts("", ""));
    EXPECT_FALSE(RsaVerifier({std::string(128, '\x81'), std::string("\x01\x00\x01", 3)}).accepts("a message", std::string(128, 'x')));
    EXPECT_THROW(rsa_sign("no key", "a message"), std::runtime_error);
}

TEST(base64url, knows_one_text_for_one_value) {
    for (std::string bytes : {std::string(), std::string("\xff"), std::string("\xff\xfe"), std::string("\x00\x01\x02", 3), std::string("any carnal pleas")})
        EXPECT_EQ(base64url_decode(base64url(bytes)), bytes);
    EXPECT_EQ(base64url("\xfb\xff"), "-_8");
    for (auto bad : {"A", "AA==", "A+8", "A/8", "AB C", "AB"}) EXPECT_FALSE(base64url_decode(bad)) << bad << ": padding, other alphabets and spare bits are refused";
}

TEST(argon2, a_password_opens_its_own_hash_only) {
    auto hash = hash_password("correct horse battery");
    EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$")) << hash;
    EXPECT_TRUE(is_password_of(hash, "correct horse battery"));
    EXPECT_FALSE(is_password_of(hash, "correct horse batterz"));
    EXPECT_FALSE(is_password_of("", "")) << "nobody signs in where there is no password";
    EXPECT_NE(hash, hash_password("correct horse battery")) << "each hash has a salt of its own";
    EXPECT_FALSE(is_hash_outdated(hash));
    EXPECT_TRUE(is_hash_outdated("$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$fYMx0lX3kYjRbxvpZPCLfpBnFAf7YxkhxXLZSKCSb9M"));
}

}  // namespace vitrine::crypto
