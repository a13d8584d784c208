#include "io/web/guarded.h"

#include <gtest/gtest.h>

#include "tests/support/run.h"

namespace vitrine::web {
namespace {

TEST(guarded_call, knows_public_addresses) {
    for (auto ip : {"1.1.1.1", "93.184.216.34", "172.15.0.1", "172.32.0.1", "100.63.255.255", "100.128.0.1", "223.255.255.255", "2606:4700:4700::1111", "2a00:1450:4001::1", "::ffff:1.1.1.1"})
        EXPECT_TRUE(is_public_address(ip)) << ip;
}

TEST(guarded_call, knows_addresses_that_only_we_can_reach) {
    for (auto ip : {"0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.168.1.1",
                    "198.18.0.1", "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd12::1", "ff02::1",
                    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2001::1", "2001:db8::1", "2002:7f00:1::", "3fff::1"})
        EXPECT_FALSE(is_public_address(ip)) << ip;
    for (auto text : {"", "localhost", "1.2.3", "0x7f.1", "127.1", "::gg"}) EXPECT_FALSE(is_public_address(text)) << text;
}

Answer call(std::string url, bool allows_private) {
    Loop loop;
    return test::run(loop, send_guarded(loop, {.url = std::move(url), .timeout_ms = 2'000}, allows_private));
}

TEST(guarded_call, is_not_sent_to_a_private_address_however_it_is_written) {
    for (auto url : {"http://127.0.0.1:9/", "http://localhost:9/", "http://127.1:9/", "http://2130706433:9/", "http://0x7f000001:9/", "http://[::1]:9/", "http://[::ffff:127.0.0.1]:9/", "http://0:9/",
                     "http://169.254.169.254/latest/meta-data/"}) {
        auto answer = call(url, false);
        EXPECT_EQ(answer.outcome, Outcome::not_sent) << url;
        EXPECT_EQ(answer.error, blocked_address) << url;
    }
}

TEST(guarded_call, may_be_allowed_to_reach_them) {
    auto answer = call("http://127.0.0.1:9/", true);  // nobody listens there
    EXPECT_EQ(answer.outcome, Outcome::not_sent);
    EXPECT_NE(answer.error, blocked_address);
}

}  // namespace
}  // namespace vitrine::web
