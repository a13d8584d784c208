#include "io/crypto/aes.h"

#include <gtest/gtest.h>

#include "io/crypto/base64.h"

namespace vitrine::crypto {
namespace {

// NIST SP 800-38A, F.1.1: the first block of AES-128 in ECB mode.
TEST(aes_ecb, agrees_with_the_standards_example) {
    std::string key("\x2b\x7e\x15\x16\x28\xae\xd2\xa6\xab\xf7\x15\x88\x09\xcf\x4f\x3c", 16), plain("\x6b\xc1\xbe\xe2\x2e\x40\x9f\x96\xe9\x3d\x7e\x11\x73\x93\x17\x2a", 16);
    auto sealed = aes_ecb_encrypt(key, plain);
    ASSERT_TRUE(sealed);
    EXPECT_EQ(sealed->size(), 32u) << "a full block gets a block of padding";
    EXPECT_EQ(sealed->substr(0, 16), std::string("\x3a\xd7\x7b\xb4\x0d\x7a\x36\x60\xa8\x9e\xca\xf3\x24\x66\xef\x97", 16));
}

TEST(aes_ecb, opens_what_it_sealed_whatever_its_length_and_nothing_else) {
    std::string key = "0123456789abcdef", plain;
    for (int n = 0; n < 40; ++n, plain += char('a' + n % 26)) EXPECT_EQ(aes_ecb_decrypt(key, *aes_ecb_encrypt(key, plain)), plain);
    auto sealed = *aes_ecb_encrypt(key, plain);
    EXPECT_NE(aes_ecb_decrypt("fedcba9876543210", sealed), plain);
    EXPECT_FALSE(aes_ecb_decrypt(key, sealed.substr(1)));
    EXPECT_FALSE(aes_ecb_encrypt("short", plain));
}

TEST(base64, is_padded_and_in_one_line) {
    EXPECT_EQ(base64(""), "");
    EXPECT_EQ(base64("f"), "Zg==");
    EXPECT_EQ(base64("fo"), "Zm8=");
    EXPECT_EQ(base64("foo"), "Zm9v");
    EXPECT_EQ(base64(std::string(100, 'x')).find('\n'), std::string::npos);
}

}  // namespace
}  // namespace vitrine::crypto
