#include <gtest/gtest.h>

#include "tests/support/database.h"

namespace vitrine::pg {
namespace {

struct listener : testing::Test {
    static void SetUpTestSuite() { database = new test::TestDatabase; }
    static void TearDownTestSuite() { delete database; }
    Task<void> until_heard(size_t count) {
        while (heard.size() < count) co_await sleep_for(1ms);
    }
    inline static test::TestDatabase* database = nullptr;
    Loop loop;
    Db db{loop, database->app(1)};
    std::vector<std::string> heard;
    Listener ear{loop, database->app(), "Shop news", [this](std::string payload) { heard.push_back(std::move(payload)); }};
};

TEST_F(listener, hears_each_wake_up_once_however_often_it_was_asked_for) {
    auto story = [&]() -> Task<void> {
        co_await until_heard(1);
        for (int i = 0; i < 100; ++i) db.notify_soon("Shop news", "a"), db.notify_soon("another", "a");
        db.notify_soon("Shop news", "b");
        co_await until_heard(3);
        db.notify_soon("Shop news", "c");
        co_await until_heard(4);
    };
    test::run(loop, story());
    EXPECT_EQ(heard, (std::vector<std::string>{"", "a", "b", "c"}));
}

TEST_F(listener, comes_back_after_a_lost_connection_and_says_that_news_may_be_missing) {
    auto story = [&]() -> Task<void> {
        co_await until_heard(1);
        database->run("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and query ilike 'listen%'");
        co_await until_heard(2);
        db.notify_soon("Shop news", "after");
        co_await until_heard(3);
    };
    test::run(loop, story());
    EXPECT_EQ(heard, (std::vector<std::string>{"", "", "after"}));
}

}  // namespace
}  // namespace vitrine::pg
