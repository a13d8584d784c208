#include "io/redis/client.h"

#include <gtest/gtest.h>

#include "tests/support/redis.h"
#include "tests/support/run.h"

namespace vitrine::redis {
namespace {

struct redis_client : testing::Test {
    test::RedisServer server;
    Loop loop;
    std::unique_ptr<Client> client = std::make_unique<Client>(loop, server.url(), 2s);

    Reply ask(std::vector<std::string> words) { return test::run(loop, client->ask(std::move(words))); }
    bool is_away() {
        try {
            ask({"PING"});
            return false;
        } catch (const Unavailable&) {
            return true;
        }
    }
};

TEST_F(redis_client, reads_texts_numbers_lists_and_nothing) {
    EXPECT_EQ(ask({"PING"}).text, "PONG");
    EXPECT_EQ(ask({"SET", "key", std::string("a\r\nb\0c", 6)}).text, "OK");
    EXPECT_EQ(ask({"GET", "key"}).text, std::string("a\r\nb\0c", 6));
    EXPECT_EQ(ask({"INCRBY", "n", "41"}).number, 41);
    EXPECT_TRUE(ask({"GET", "none"}).is_null);
    auto list = ask({"EVAL", "return {1, 'two', {3}}", "0"});
    ASSERT_EQ(list.items.size(), 3u);
    EXPECT_EQ(list.items[1].text, "two");
    EXPECT_EQ(list.items[2].items.at(0).number, 3);
}

TEST_F(redis_client, says_what_redis_refused_and_goes_on) {
    EXPECT_THROW(ask({"INCRBY", "n", "many"}), Unavailable);
    EXPECT_EQ(ask({"PING"}).text, "PONG");
}

TEST_F(redis_client, answers_many_callers_in_their_order) {
    auto add = [](Client& client, int n, int& matched) -> Task<void> {
        auto reply = co_await client.ask({"ECHO", std::to_string(n)});
        if (reply.text == std::to_string(n)) ++matched;
    };
    int matched = 0;
    auto all = [&]() -> Task<int> {
        for (int n = 0; n < 500; ++n) Loop::here().spawn(add(*client, n, matched));
        while (matched < 500) co_await sleep_for(1ms);
        co_return matched;
    };
    EXPECT_EQ(test::run(loop, all()), 500);
}

TEST_F(redis_client, fails_at_once_while_redis_is_away_and_finds_it_again) {
    EXPECT_FALSE(is_away());
    server.kill();
    EXPECT_TRUE(is_away());
    EXPECT_TRUE(is_away());
    server.start();
    auto deadline = std::chrono::steady_clock::now() + 10s;
    while (is_away() && std::chrono::steady_clock::now() < deadline) test::run(loop, []() -> Task<int> { co_await sleep_for(50ms); co_return 0; }());
    EXPECT_FALSE(is_away());
}

TEST_F(redis_client, lets_a_caller_go_while_the_answer_is_still_to_come_and_passes_it_over) {
    client = std::make_unique<Client>(loop, server.url(), 1h, 50ms);
    EXPECT_THROW(ask({"BLPOP", "nothing", "0.3"}), Unavailable);   // nobody waits the hour after which the connection would be given up
    std::string found;
    int asked = 0;
    for (auto deadline = std::chrono::steady_clock::now() + 20s; found.empty() && std::chrono::steady_clock::now() < deadline;) {
        try {
            found = ask({"ECHO", std::to_string(++asked)}).text;
        } catch (const Unavailable&) {
        }
    }
    EXPECT_GT(asked, 1);
    EXPECT_EQ(found, std::to_string(asked));
}

TEST(redis_address, is_refused_when_it_is_none) {
    Loop loop;
    EXPECT_THROW(Client(loop, "localhost:6379"), std::runtime_error);
}

}  // namespace
}  // namespace vitrine::redis
