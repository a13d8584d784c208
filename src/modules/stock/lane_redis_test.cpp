// The queue in Redis says what the queue in memory says, whatever happens.
#include <random>

#include <gtest/gtest.h>

#include "modules/stock/lane_store.h"
#include "tests/shop/long.h"
#include "tests/support/redis.h"
#include "tests/support/run.h"

namespace vitrine::stock {
namespace {

struct lane_in_redis : testing::Test {
    test::RedisServer server;
    Loop loop;
    SharedQueues shared{loop, server.url()};
    StoreId store = StoreId::next(clock_now());

    template <class T>
    T run(Task<T> task) {
        return test::run(loop, std::move(task));
    }
    void learn(VariantId variant, std::int64_t available, std::int64_t held) {
        auto work = [&]() -> Task<int> {
            auto mark = co_await shared_lanes()->mark(store, variant);
            co_await shared_lanes()->learn(store, variant, mark, {available, held});
            co_return 0;
        };
        run(work());
    }
    void leave(VariantId variant, std::string holder, bool bought) {
        auto work = [&]() -> Task<int> {
            co_await shared_lanes()->leave(store, variant, holder, bought);
            co_return 0;
        };
        run(work());
    }
};

TEST_F(lane_in_redis, means_nothing_before_the_database_was_looked_at) {
    auto lamp = VariantId::next(clock_now());
    EXPECT_EQ(run(shared_lanes()->enter(store, lamp, "a", 1)).learned_at, Instant{});
    learn(lamp, 1, 0);
    auto entered = run(shared_lanes()->enter(store, lamp, "a", 1));
    EXPECT_EQ(entered.door.kind, Door::Kind::open);
    EXPECT_LT(clock_now() - entered.learned_at, 10s);
}

TEST_F(lane_in_redis, is_the_queue_of_memory_step_by_step) {
    for (int seed = 0; seed < test::rounds(20, 400); ++seed) {
        std::mt19937 rng(seed);
        auto variant = VariantId::next(clock_now());
        Queue queue;
        std::int64_t stock = rng() % 8, held = rng() % 3;
        queue.learn(queue.mark(), stock, held, clock_now());
        learn(variant, stock, held);
        std::map<std::string, std::int64_t> wants;
        for (int step = 0; step < 60; ++step) {
            auto who = "buyer" + std::to_string(rng() % 12);
            auto quantity = wants.try_emplace(who, 1 + rng() % 3).first->second;
            auto dice = rng() % 10;
            if (dice < 6) {
                auto mine = queue.enter(who, quantity, clock_now());
                auto theirs = run(shared_lanes()->enter(store, variant, who, quantity)).door;
                ASSERT_EQ(theirs.kind, mine.kind) << "seed " << seed << ", step " << step;
                ASSERT_EQ(theirs.position, mine.position) << "seed " << seed << ", step " << step;
            } else if (dice < 9) {
                bool bought = rng() % 2;
                queue.leave(who, bought);
                leave(variant, who, bought);
            } else {
                stock = rng() % 8, held = rng() % 3;
                queue.learn(queue.mark(), stock, held, clock_now());
                learn(variant, stock, held);
            }
        }
    }
}

TEST_F(lane_in_redis, says_so_when_it_is_lost) {
    auto lamp = VariantId::next(clock_now());
    learn(lamp, 1, 0);
    server.kill();
    EXPECT_THROW(run(shared_lanes()->enter(store, lamp, "a", 1)), redis::Unavailable);
}

}  // namespace
}  // namespace vitrine::stock
