#include "io/crypto/digest.h"

#include <gtest/gtest.h>

namespace vitrine::crypto {

// RFC 6234 section 8.5 and RFC 4231 test case 2.
TEST(digest, agrees_with_the_published_vectors) {
    EXPECT_EQ(hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hex(hmac_sha256("Jefe", "what do ya want for nothing?")), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(digest, derived_tokens_depend_on_key_purpose_and_subject) {
    auto token = derived_token("key", "order", "ord_1");
    EXPECT_EQ(token, derived_token("key", "order", "ord_1"));
    EXPECT_EQ(token.size(), 26u);
    EXPECT_NE(token, derived_token("other", "order", "ord_1"));
    EXPECT_NE(token, derived_token("key", "cart", "ord_1"));
    EXPECT_NE(token, derived_token("key", "order", "ord_2"));
}

TEST(digest, comparison_sees_every_byte) {
    EXPECT_TRUE(equal_in_constant_time("same", "same"));
    EXPECT_FALSE(equal_in_constant_time("same", "sama"));
    EXPECT_FALSE(equal_in_constant_time("same", "sam"));
}

}  // namespace vitrine::crypto
