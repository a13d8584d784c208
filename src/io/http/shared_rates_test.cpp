// Processes that share a Redis count a client's calls together: exactly the quota passes, whoever asks whom. Without Redis each counts alone, from what it let through.
#include "io/http/shared_rates.h"

#include <gtest/gtest.h>

#include "io/redis/client.h"
#include "tests/support/redis.h"
#include "tests/support/run.h"

namespace vitrine::http {
namespace {

const RatePolicy ten_a_minute{"coupon", 10, 60};

struct shared_rates : testing::Test {
    test::RedisServer redis;
    Loop loop;
    std::unique_ptr<SharedRates> rates = std::make_unique<SharedRates>(loop, redis.url(), 1, 5s);
    RateLimiter one, two;   ///< of two processes: their counts are their own, what they share is in Redis

    RateVerdict take(RateLimiter& limiter, std::string client = "192.0.2.7", RatePolicy policy = ten_a_minute) { return test::run(loop, count_together(limiter, policy, std::move(client), clock_now())); }
};

TEST_F(shared_rates, let_exactly_the_quota_pass_whoever_is_asked) {
    int passed = 0;
    for (int i = 0; i < 24; ++i) passed += take(i % 2 ? one : two).is_allowed;
    EXPECT_EQ(passed, 10);
    EXPECT_TRUE(take(one, "192.0.2.8").is_allowed) << "clients are counted apart";
    EXPECT_TRUE(take(one, "192.0.2.7", {"search", 10, 60}).is_allowed) << "and policies too";
}

TEST_F(shared_rates, say_what_the_count_of_one_process_says) {
    RateLimiter alone;
    for (int i = 0; i < 12; ++i) {
        auto together = take(i % 2 ? one : two), by_itself = alone.take(ten_a_minute, "192.0.2.7", clock_now());
        EXPECT_EQ(together.is_allowed, by_itself.is_allowed) << i;
        EXPECT_EQ(together.remaining, by_itself.remaining) << i;
        EXPECT_NEAR(together.reset_s, by_itself.reset_s, 1) << i;
        EXPECT_NEAR(together.retry_after_s, by_itself.retry_after_s, 1) << i;
    }
}

TEST_F(shared_rates, give_calls_back_and_forget_who_is_gone) {
    RatePolicy quick{"quick", 2, 1};
    EXPECT_TRUE(take(one, "a", quick).is_allowed);
    EXPECT_TRUE(take(two, "a", quick).is_allowed);
    EXPECT_FALSE(take(one, "a", quick).is_allowed);
    auto until = [&]() -> Task<bool> {
        for (int i = 0; i < 500; ++i) {
            auto verdict = co_await count_together(two, quick, "a", clock_now());
            if (verdict.is_allowed) co_return true;
            co_await sleep_for(10ms);
        }
        co_return false;
    };
    EXPECT_TRUE(test::run(loop, until())) << "half a second later one is back";
    redis::Client client(loop, redis.url(), 2s);
    auto life = test::run(loop, client.ask({"PTTL", test::run(loop, client.ask({"KEYS", "vitrine:rate:quick:*"})).items.at(0).text}));
    EXPECT_GT(life.number, 0) << "nothing stays in Redis for ever";
    EXPECT_LE(life.number, 1'001);
}

TEST_F(shared_rates, count_alone_while_redis_is_away_from_what_they_let_through) {
    for (int i = 0; i < 6; ++i) EXPECT_TRUE(take(one).is_allowed);
    redis.kill();
    int passed = 0;
    for (int i = 0; i < 20; ++i) passed += take(one).is_allowed;
    EXPECT_EQ(passed, 4) << "the six before are not forgotten";
    EXPECT_TRUE(take(two).is_allowed) << "another process knows of its own only: what a lost Redis costs";
    redis.start();
    auto back = [&]() -> Task<bool> {
        redis::Client client(Loop::here(), redis.url(), 2s);
        for (int i = 0; i < 200; ++i) {   // after a failure the connection rests for half a second
            co_await count_together(two, {"again", 1'000, 60}, "b", clock_now());
            auto there = co_await client.ask({"KEYS", "vitrine:rate:again:*"});
            if (there.items.size() == 1) co_return true;
            co_await sleep_for(20ms);
        }
        co_return false;
    };
    EXPECT_TRUE(test::run(loop, back())) << "when Redis is there again it counts again";
}

TEST_F(shared_rates, keep_no_name_of_a_client_in_redis) {
    take(one, "buyer@example.com");
    redis::Client client(loop, redis.url(), 2s);
    auto keys = test::run(loop, client.ask({"KEYS", "*"}));
    ASSERT_EQ(keys.items.size(), 1u);
    EXPECT_EQ(keys.items[0].text.find("buyer"), std::string::npos) << keys.items[0].text;
}

TEST_F(shared_rates, refuse_a_use_case_with_when_to_come_back) {
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(test::run(loop, count_call_together(&one, ten_a_minute, "card-1", clock_now())).has_value());
    auto refused = test::run(loop, count_call_together(&two, ten_a_minute, "card-1", clock_now()));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code, refusals::too_many.code);
    EXPECT_GE(refused.error().retry_after_s.value_or(0), 5);
    EXPECT_TRUE(test::run(loop, count_call_together(nullptr, ten_a_minute, "card-1", clock_now())).has_value());
    rates.reset();
    EXPECT_FALSE(counts_together());
    EXPECT_TRUE(test::run(loop, count_call_together(&two, ten_a_minute, "card-1", clock_now())).has_value()) << "without a Redis the process has its own count";
}

}  // namespace
}  // namespace vitrine::http
