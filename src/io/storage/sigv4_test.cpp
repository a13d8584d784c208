#include "io/storage/sigv4.h"

#include <gtest/gtest.h>

#include "io/crypto/digest.h"

namespace vitrine::storage {
namespace {

// The examples of "Signature Calculations for the Authorization Header: Transferring Payload in a Single Chunk", Amazon S3 API Reference.
const S3Key example{"AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"};
const std::string nothing = crypto::hex(crypto::sha256(""));
const Instant day = std::chrono::sys_days(std::chrono::year(2013) / 5 / 24);

std::string signature_of(S3Call call) {
    call.host = "examplebucket.s3.amazonaws.com";
    if (call.payload_sha256.empty()) call.payload_sha256 = nothing;
    auto headers = signed_headers(call, example, "us-east-1", day);
    return headers.back().second.substr(headers.back().second.find("Signature=") + 10);
}

}  // namespace

TEST(sigv4, signs_a_range_of_an_object) {
    EXPECT_EQ(signature_of({.method = "GET", .path = "/test.txt", .headers = {{"range", "bytes=0-9"}}}), "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41");
}

TEST(sigv4, signs_an_object_with_an_escaped_name) {
    S3Call call{.method = "PUT", .path = "/test$file.text", .headers = {{"date", "Fri, 24 May 2013 00:00:00 GMT"}, {"x-amz-storage-class", "REDUCED_REDUNDANCY"}}};
    call.payload_sha256 = crypto::hex(crypto::sha256("Welcome to Amazon S3."));
    EXPECT_EQ(signature_of(call), "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd");
}

TEST(sigv4, signs_queries_with_and_without_values) {
    EXPECT_EQ(signature_of({.method = "GET", .path = "/", .query = {{"lifecycle", ""}}}), "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543");
    EXPECT_EQ(signature_of({.method = "GET", .path = "/", .query = {{"prefix", "J"}, {"max-keys", "2"}}}), "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7");
}

TEST(sigv4, differs_by_secret_and_by_what_is_sent) {
    auto one = signature_of({.method = "GET", .path = "/a"});
    EXPECT_NE(one, signature_of({.method = "PUT", .path = "/a"}));
    EXPECT_NE(one, signature_of({.method = "GET", .path = "/b"}));
}

}  // namespace vitrine::storage
