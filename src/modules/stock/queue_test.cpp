#include "modules/stock/queue.h"

#include <random>

#include <gtest/gtest.h>

namespace vitrine::stock {
namespace {

using Kind = Door::Kind;
const Instant start = Instant(Duration(1'000'000'000'000'000));

Queue with(std::int64_t available, std::int64_t held = 0) {
    Queue queue;
    queue.learn(queue.mark(), available, held, start);
    return queue;
}

TEST(stock_queue, lets_through_as_many_as_there_are_and_numbers_the_rest_while_something_may_come_back) {
    auto queue = with(2);
    EXPECT_EQ(queue.enter("a", 1, start).kind, Kind::open);
    EXPECT_EQ(queue.enter("b", 1, start).kind, Kind::open);
    auto third = queue.enter("c", 1, start), fourth = queue.enter("d", 1, start);
    EXPECT_EQ(third.kind, Kind::queued);
    EXPECT_EQ(third.position, 1);
    EXPECT_EQ(fourth.position, 2);
    EXPECT_EQ(queue.enter("e", 1, start).kind, Kind::sold_out) << "two are under way, two wait for them";
    EXPECT_EQ(queue.enter("d", 1, start).position, 2) << "asking again keeps the place";
}

TEST(stock_queue, gives_what_came_back_to_the_first_who_waits) {
    auto queue = with(1);
    queue.enter("a", 1, start);
    queue.enter("b", 1, start);
    queue.leave("a", false);
    EXPECT_EQ(queue.enter("late", 1, start).kind, Kind::sold_out) << "the one that came back is kept for b";
    EXPECT_EQ(queue.enter("b", 1, start).kind, Kind::open);
}

TEST(stock_queue, says_sold_out_when_nothing_can_come_back) {
    auto queue = with(1);
    queue.enter("a", 1, start);
    queue.leave("a", true);
    EXPECT_EQ(queue.enter("b", 1, start).kind, Kind::queued) << "a has not paid yet";
    queue.learn(queue.mark(), 0, 0, start);
    EXPECT_EQ(queue.enter("b", 1, start).kind, Kind::sold_out) << "a has paid";
}

TEST(stock_queue, forgets_who_does_not_ask_again) {
    auto queue = with(1, 5);
    queue.enter("a", 1, start);
    queue.enter("b", 1, start);
    EXPECT_EQ(queue.enter("c", 1, start + patience).position, 2);
    EXPECT_EQ(queue.enter("c", 1, start + patience + 1s).position, 1) << "b has gone";
    EXPECT_EQ(queue.under_way(), 0) << "and a is not heard of: the database says what became of it";
}

TEST(stock_queue, counts_what_ended_during_a_look_as_taken_until_the_next) {
    auto queue = with(10);
    for (auto who : {"a", "b", "c"}) queue.enter(who, 1, start);
    auto mark = queue.mark();
    queue.leave("a", true);
    queue.learn(mark, 10, 0, start);  // the database had not seen a's order
    EXPECT_EQ(queue.left(), 7);
    queue.learn(queue.mark(), 9, 1, start);
    EXPECT_EQ(queue.left(), 7);
}

// Whatever happens, no more are let through at once than there are.
TEST(stock_queue, never_lets_more_through_than_there_are) {
    std::mt19937 rng(5);
    for (int round = 0; round < 200; ++round) {
        std::int64_t stock = rng() % 20, held = 0;
        auto queue = with(stock);
        std::map<std::string, std::int64_t> inside;
        for (int step = 0; step < 200; ++step) {
            auto who = "buyer" + std::to_string(rng() % 30);
            std::int64_t quantity = 1 + rng() % 3;
            if (rng() % 2) {
                if (queue.enter(who, quantity, start).kind == Kind::open && !inside.contains(who)) inside[who] = quantity;
            } else if (inside.contains(who)) {
                bool bought = rng() % 2;
                if (bought) stock -= inside[who], held += inside[who];
                queue.leave(who, bought);
                inside.erase(who);
            }
            if (rng() % 10 == 0) queue.learn(queue.mark(), stock, held, start);
            std::int64_t through = 0;
            for (const auto& [name, taken] : inside) through += taken;
            ASSERT_LE(through, stock);
            ASSERT_EQ(through, queue.under_way());
        }
    }
}

}  // namespace
}  // namespace vitrine::stock
