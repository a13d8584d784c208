#include "modules/outgoing/rules.h"

#include <gtest/gtest.h>

namespace vitrine::outgoing::rules {
namespace {

EndpointInput to(std::string_view url, std::vector<std::string> events = {"orders.placed"}) { return {*Text<10, 500>::parse(url), {}, std::move(events), {}}; }
std::string fault_of(std::string_view url, bool may_be_private = false) {
    auto faults = faults_of(to(url), may_be_private);
    return faults.empty() ? "" : faults[0].code;
}

TEST(webhook_rules, take_public_addresses_over_tls_only) {
    EXPECT_EQ(fault_of("https://example.com/hooks?x=1"), "");
    EXPECT_EQ(fault_of("https://example.com:8443/hooks"), "");
    EXPECT_EQ(fault_of("https://93.184.216.34/hooks"), "");
    EXPECT_EQ(fault_of("http://example.com/hooks"), "not_https");
    EXPECT_EQ(fault_of("ftp://example.com/hooks"), "not_https");
    EXPECT_EQ(fault_of("file:///etc/passwd"), "malformed");
    EXPECT_EQ(fault_of("https://user:secret@example.com/"), "user_in_url");
    EXPECT_EQ(fault_of("https://example.com/#part"), "malformed");
    EXPECT_EQ(fault_of("example.com/hooks"), "malformed");
}

TEST(webhook_rules, refuse_what_only_we_can_reach) {
    for (auto url : {"https://localhost/hook", "https://shop.localhost/hook", "https://127.0.0.1/hook", "https://10.0.0.8/hook", "https://169.254.169.254/latest", "https://[::1]/hook",
                     "https://[fd00::1]/hook", "https://metadata.internal/x", "https://printer.local/x", "https://intranet/x", "https://2130706433/hook", "https://0x7f000001/hook"})
        EXPECT_EQ(fault_of(url), "private_address") << url;
    EXPECT_EQ(fault_of("http://127.0.0.1:9000/hook", true), "");
    EXPECT_EQ(fault_of("https://localhost/hook", true), "");
}

TEST(webhook_rules, take_only_kinds_of_events_that_there_are) {
    EXPECT_TRUE(faults_of(to("https://example.com/x", {"*"}), false).empty());
    EXPECT_EQ(faults_of(to("https://example.com/x", {}), false).at(0).code, "required");
    EXPECT_EQ(faults_of(to("https://example.com/x", {"orders.placed", "orders.exploded"}), false).at(0).pointer, "/events/1");
    EXPECT_EQ(faults_of(to("https://example.com/x", {"orders.placed", "orders.placed"}), false).at(0).code, "twice");
}

TEST(webhook_rules, open_the_circuit_longer_with_each_failure) {
    EXPECT_FALSE(open_for(4));
    EXPECT_EQ(open_for(5), Duration(30s));
    EXPECT_EQ(open_for(6), Duration(60s));
    EXPECT_EQ(open_for(8), Duration(240s));
    EXPECT_EQ(open_for(9), Duration(300s));
    EXPECT_EQ(open_for(1'000'000), Duration(300s));
}

TEST(webhook_rules, take_every_2xx_for_a_yes_and_nothing_else) {
    auto answered = [](int status) { return judge({.outcome = web::Outcome::answered, .status = status}); };
    EXPECT_EQ(answered(200), Verdict::delivered);
    EXPECT_EQ(answered(204), Verdict::delivered);
    for (int status : {301, 302, 400, 404, 429, 500, 503}) EXPECT_EQ(answered(status), Verdict::again) << status;
    EXPECT_EQ(answered(410), Verdict::gone);
    EXPECT_EQ(judge({.outcome = web::Outcome::unknown}), Verdict::again);
    EXPECT_EQ(judge({.outcome = web::Outcome::not_sent}), Verdict::again);
}

TEST(webhook_rules, have_sound_lives) {
    constexpr std::array deliveries{DeliveryState::pending, DeliveryState::delivered, DeliveryState::failed, DeliveryState::skipped};
    constexpr std::array endpoints{EndpointState::enabled, EndpointState::paused};
    EXPECT_TRUE(delivery_life.unreachable(deliveries).empty());
    EXPECT_TRUE(endpoint_life.unreachable(endpoints).empty());
    EXPECT_TRUE(delivery_life.is_final(DeliveryState::delivered));
    EXPECT_FALSE(delivery_life.allows(DeliveryState::delivered, DeliveryState::pending));
}

}  // namespace
}  // namespace vitrine::outgoing::rules
