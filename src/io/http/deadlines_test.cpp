#include "io/http/deadlines.h"

#include <functional>
#include <memory>
#include <vector>

#include <gtest/gtest.h>

namespace vitrine::http {
namespace {

struct Entry final : Timed {
    int expired = 0;
    std::function<void()> then = [] {};
    void expire() override { ++expired, then(); }
};

void tick(Deadlines& wheel, int times) {
    for (int i = 0; i < times; ++i) wheel.tick();
}

TEST(deadlines, expire_once_and_never_early) {
    Deadlines wheel(10);
    Entry entry;
    wheel.set(entry, 100);
    tick(wheel, 10);
    EXPECT_EQ(entry.expired, 0);
    tick(wheel, 1);
    EXPECT_EQ(entry.expired, 1);
    tick(wheel, 2000);
    EXPECT_EQ(entry.expired, 1);
}

TEST(deadlines, can_be_moved_cleared_and_forgotten_with_their_owner) {
    Deadlines wheel(10);
    Entry moved, cleared;
    wheel.set(moved, 50);
    wheel.set(moved, 500);
    wheel.set(cleared, 50);
    wheel.clear(cleared);
    { Entry gone; wheel.set(gone, 50); }
    tick(wheel, 50);
    EXPECT_EQ(moved.expired + cleared.expired, 0);
    tick(wheel, 1);
    EXPECT_EQ(moved.expired, 1);
}

TEST(deadlines, may_be_longer_than_the_wheel) {
    Deadlines wheel(10);
    Entry entry;
    wheel.set(entry, 10 * 1300);  // the wheel has 512 slots
    tick(wheel, 1300);
    EXPECT_EQ(entry.expired, 0);
    tick(wheel, 1);
    EXPECT_EQ(entry.expired, 1);
}

TEST(deadlines, survive_owners_that_end_or_set_others_while_expiring) {
    Deadlines wheel(10);
    auto victim = std::make_unique<Entry>();
    Entry first, again;
    wheel.set(first, 20);
    wheel.set(*victim, 20);
    wheel.set(again, 20);
    first.then = [&] { victim.reset(); };
    again.then = [&] { if (again.expired < 3) wheel.set(again, 0); };
    tick(wheel, 10);
    EXPECT_EQ(first.expired, 1);
    EXPECT_EQ(again.expired, 3);
}

}  // namespace
}  // namespace vitrine::http
