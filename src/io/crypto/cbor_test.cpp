#include "io/crypto/cbor.h"

#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "io/crypto/cose.h"

namespace vitrine::crypto {
namespace {

std::string bytes(std::string_view hex) {
    std::string out;
    for (size_t i = 0; i + 1 < hex.size(); i += 2) out += char(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
    return out;
}
bool is_read(std::string_view hex) { return read_whole_cbor(bytes(hex)).has_value(); }

// RFC 8949 appendix A, what of it WebAuthn needs.
TEST(cbor, reads_the_examples_of_the_standard) {
    for (const auto& [hex, value] : std::vector<std::pair<std::string, std::int64_t>>{
             {"00", 0}, {"17", 23}, {"1818", 24}, {"1903e8", 1'000}, {"1a000f4240", 1'000'000}, {"1b000000e8d4a51000", 1'000'000'000'000}, {"20", -1}, {"3903e7", -1'000}}) {
        auto text = bytes(hex);
        auto item = read_whole_cbor(text);
        ASSERT_TRUE(item) << hex;
        EXPECT_EQ(item->kind, Cbor::Kind::integer);
        EXPECT_EQ(item->integer, value) << hex;
    }
    auto map = bytes("a26161016162820203");
    auto item = read_whole_cbor(map);
    ASSERT_TRUE(item);
    ASSERT_TRUE(item->find("a") && item->find("b"));
    EXPECT_EQ(item->find("a")->integer, 1);
    EXPECT_EQ(item->find("b")->items.size(), 2u);
    EXPECT_EQ(item->find("c"), nullptr);
    EXPECT_EQ(item->find(1), nullptr);
    EXPECT_EQ(read_whole_cbor(bytes("f5"))->integer, 21);
}

TEST(cbor, refuses_what_is_cut_short_everywhere) {
    auto whole = bytes("a363666d74" "646e6f6e65" "01" "18ff" "20" "82410142aabb");
    EXPECT_TRUE(read_whole_cbor(whole));
    auto map = bytes("a301020326" "2001");
    for (const auto& text : {whole, map})
        for (size_t size = 0; size < text.size(); ++size) EXPECT_FALSE(read_whole_cbor(std::string_view(text).substr(0, size))) << size;
    EXPECT_TRUE(read_whole_cbor(map));
}

TEST(cbor, refuses_what_is_beyond_its_bounds) {
    EXPECT_TRUE(is_read("818181" "00")) << "four deep";
    EXPECT_FALSE(is_read("81818181" "00")) << "five deep";
    EXPECT_FALSE(is_read("9affffffff")) << "a list of four thousand million";
    EXPECT_FALSE(is_read("bb7fffffffffffffff"));
    EXPECT_FALSE(is_read("5bffffffffffffffff00")) << "a string longer than the world";
    EXPECT_FALSE(is_read("1bffffffffffffffff")) << "beyond 63 bits";
    std::string wide = bytes("9840");
    for (int i = 0; i < 64; ++i) wide += '\0';
    EXPECT_FALSE(read_whole_cbor(wide)) << "65 items with the list itself";
}

TEST(cbor, refuses_forms_that_authenticators_do_not_write) {
    for (auto hex : {"5f4101ff", "9f01ff", "bf616101ff", "c001", "f93c00", "fb3ff199999999999a", "f7", "f820", "1c", "ff", ""}) EXPECT_FALSE(is_read(hex)) << hex;
    EXPECT_FALSE(is_read("a201010102")) << "one key twice";
    EXPECT_FALSE(is_read("a1410101")) << "a key of bytes";
    EXPECT_FALSE(is_read("0000")) << "something follows";
    EXPECT_EQ(read_cbor(bytes("0000"))->size, 1u);
}

const std::string point = "a5010203262001215820b3ac9f03280be84e182077e568e0b64a69ef6792c9e7891d44d179b0724503d3225820254dcb9237f69da58b563a1ad2e88cd8670fe9285da6e88641528a71a5015a87";

TEST(cose, takes_keys_of_the_three_algorithms_and_no_others) {
    EXPECT_TRUE(CoseKey::read(bytes(point)));
    auto off = point;
    off.back() = '8';
    EXPECT_FALSE(CoseKey::read(bytes(off))) << "the point is not on the curve";
    auto other = point;
    other[9] = '7';  // that of another kind of key
    EXPECT_FALSE(CoseKey::read(bytes(other)));
    EXPECT_FALSE(CoseKey::read(bytes("a401010327200621" "5820" + std::string(62, '0'))));
    EXPECT_TRUE(CoseKey::read(bytes("a4010103272006215820d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"))) << "RFC 8032 section 7.1";
    EXPECT_FALSE(CoseKey::read(bytes("a401030339010020410321430100" "01"))) << "RSA of eight bits";
    EXPECT_FALSE(CoseKey::read(""));
}

TEST(cose, verifies_the_vectors_of_ed25519) {
    auto key = CoseKey::read(bytes("a40101032720062158203d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"));
    ASSERT_TRUE(key);
    EXPECT_EQ(key->algorithm(), CoseAlgorithm::eddsa);
    auto signature = bytes("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
    EXPECT_TRUE(key->accepts("\x72", signature)) << "RFC 8032 section 7.1, test 2";
    EXPECT_FALSE(key->accepts("\x73", signature));
    signature[0] ^= 1;
    EXPECT_FALSE(key->accepts("\x72", signature));
    EXPECT_FALSE(key->accepts("\x72", ""));
}

}  // namespace
}  // namespace vitrine::crypto
