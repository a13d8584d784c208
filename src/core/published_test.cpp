#include "core/published.h"

#include <atomic>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace vitrine {
namespace {

struct Pair {
    int first = 0, twice = 0;
};

TEST(published, keeps_what_a_reader_holds_while_it_is_replaced) {
    Published<Pair> shared(std::make_shared<const Pair>(Pair{1, 2}));
    auto held = shared.get();
    std::weak_ptr<const Pair> old = held;
    shared.set(std::make_shared<const Pair>(Pair{2, 4}));
    EXPECT_EQ(held->first, 1);
    EXPECT_EQ(shared.get()->first, 2);
    held.reset();
    EXPECT_TRUE(old.expired()) << "the last reader frees it";
}

TEST(published, starts_with_an_empty_value) { EXPECT_EQ(Published<Pair>().get()->twice, 0); }

TEST(published, is_never_seen_half_replaced) {
    Published<Pair> shared;
    std::atomic<bool> ended = false;
    std::atomic<int> torn = 0, backwards = 0;
    std::vector<std::jthread> readers;
    for (int i = 0; i < 3; ++i)
        readers.emplace_back([&] {
            for (int last = 0; !ended;) {
                auto seen = shared.get();
                torn += seen->twice != 2 * seen->first;
                backwards += seen->first < last;
                last = seen->first;
            }
        });
    for (int i = 1; i <= 20'000; ++i) shared.set(std::make_shared<const Pair>(Pair{i, 2 * i}));
    ended = true;
    readers.clear();
    EXPECT_EQ(torn, 0);
    EXPECT_EQ(backwards, 0);
    EXPECT_EQ(shared.get()->first, 20'000);
}

}  // namespace
}  // namespace vitrine
