#include "io/http/rate_limit.h"

#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "io/http/testing.h"

namespace vitrine::http {
namespace {

const Instant noon = *parse_rfc3339("2026-03-01T12:00:00Z");
const RatePolicy ten_a_minute{"coupon", 10, 60};

TEST(rate_limit, lets_the_whole_quota_pass_at_once_and_no_more) {
    RateLimiter limiter;
    for (int left = 9; left >= 0; --left) {
        auto verdict = limiter.take(ten_a_minute, "a", noon);
        EXPECT_TRUE(verdict.is_allowed);
        EXPECT_EQ(verdict.remaining, left);
    }
    auto refused = limiter.take(ten_a_minute, "a", noon);
    EXPECT_FALSE(refused.is_allowed);
    EXPECT_EQ(refused.retry_after_s, 6);
    EXPECT_EQ(refused.reset_s, 60);
}

TEST(rate_limit, gives_calls_back_one_by_one) {
    RateLimiter limiter;
    for (int i = 0; i < 10; ++i) limiter.take(ten_a_minute, "a", noon);
    EXPECT_FALSE(limiter.take(ten_a_minute, "a", noon + 5'999ms).is_allowed);
    EXPECT_TRUE(limiter.take(ten_a_minute, "a", noon + 6s).is_allowed);
    EXPECT_FALSE(limiter.take(ten_a_minute, "a", noon + 6s).is_allowed);
    EXPECT_EQ(limiter.take(ten_a_minute, "a", noon + 10min).remaining, 9);
}

TEST(rate_limit, does_not_lock_out_who_keeps_knocking) {
    RateLimiter limiter;
    for (int i = 0; i < 1'000; ++i) limiter.take(ten_a_minute, "a", noon);
    EXPECT_TRUE(limiter.take(ten_a_minute, "a", noon + 6s).is_allowed);
}

TEST(rate_limit, counts_clients_and_policies_apart) {
    RateLimiter limiter;
    for (int i = 0; i < 10; ++i) limiter.take(ten_a_minute, "a", noon);
    EXPECT_FALSE(limiter.take(ten_a_minute, "a", noon).is_allowed);
    EXPECT_TRUE(limiter.take(ten_a_minute, "b", noon).is_allowed);
    EXPECT_TRUE(limiter.take({"login", 10, 60}, "a", noon).is_allowed);
}

TEST(rate_limit, passes_exactly_the_quota_of_many_threads) {
    RateLimiter limiter;
    std::atomic<int> passed = 0;
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 1'000; ++i) passed += limiter.take({"login", 137, 60}, "a", noon).is_allowed;
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(passed, 137);
}

TEST(rate_limit, forgets_the_idle_first_when_it_is_full) {
    RateLimiter limiter(1, 640);
    for (int i = 0; i < 10; ++i) limiter.take(ten_a_minute, "busy", noon);
    for (int second = 0; second < 5; ++second)  // 2,000 clients whose quota is full again a second later, where 640 have room
        for (int i = 0; i < 400; ++i) limiter.take({"once", 1, 1}, std::to_string(second * 400 + i), noon + std::chrono::seconds(second));
    EXPECT_FALSE(limiter.take(ten_a_minute, "busy", noon + 5s).is_allowed);
}

TEST(rate_limit, counts_a_network_of_one_customer_as_one_client) {
    EXPECT_EQ(client_of("192.0.2.7"), "192.0.2.7");
    EXPECT_EQ(client_of("2001:db8:1:2:3:4:5:6"), client_of("2001:db8:1:2::1"));
    EXPECT_NE(client_of("2001:db8:1:2::1"), client_of("2001:db8:1:3::1"));
    EXPECT_EQ(client_of("::ffff:192.0.2.7"), "192.0.2.7");
}

struct Env {
    int calls = 0;
};
Task<Result<Response>> guess(Env& env, Ctx) {
    ++env.calls;
    co_return json_text("{}");
}

TEST(rate_limit, of_a_route_is_told_in_the_headers_and_ends_in_429) {
    Env env;
    Routes<Env> routes;
    RouteOptions limited{.body_limit_bytes = 100};
    limited.rate = {"guess", 2, 60};
    routes.post("/guess", guess, limited);
    ServerOptions options;
    options.rate_limiter = std::make_shared<RateLimiter>();
    testing::TestServer running(routes.take(), &env, options);
    testing::Client client(running.port());
    auto ask = [&] { return client.ask("POST /guess HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"); };
    auto first = ask();
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(first.header("ratelimit-policy"), "\"guess\";q=2;w=60");
    EXPECT_EQ(first.header("ratelimit"), "\"guess\";r=1;t=30");
    ask();
    auto third = ask();
    EXPECT_EQ(third.status, 429);
    EXPECT_EQ(third.header("retry-after"), "30");
    EXPECT_EQ(third.header("content-type"), "application/problem+json");
    EXPECT_NE(third.body.find("request.too_many"), std::string::npos);
    EXPECT_EQ(env.calls, 2);
}

}  // namespace
}  // namespace vitrine::http
