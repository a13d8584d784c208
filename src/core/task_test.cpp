#include "core/task.h"

#include <memory>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

namespace vitrine {
namespace {

/// Starts a task outside any loop; what it does is done when it first waits for something that is not ready.
struct Detached {
    struct promise_type {
        Detached get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() { std::terminate(); }
    };
};

template <class T>
Detached start(Task<T> task, std::optional<T>& into) {
    into = co_await std::move(task);
}

template <class T>
T run(Task<T> task) {
    std::optional<T> value;
    start(std::move(task), value);
    return std::move(value).value();
}

struct Gate {
    std::coroutine_handle<> waiting;
    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<> handle) { waiting = handle; }
    void await_resume() {}
};

struct Counted {
    int& alive;
    explicit Counted(int& count) : alive(count) { ++alive; }
    ~Counted() { --alive; }
};

Task<int> seven() { co_return 7; }
Task<int> add(int left, int right) { co_return left + right; }
Task<int> sum_down(int n) { co_return n == 0 ? 0 : 1 + co_await sum_down(n - 1); }
Task<int> sum_round(int n) {
    int sum = 0;
    for (int i = 0; i < n; ++i) sum += co_await seven();
    co_return sum;
}
Task<int> fail(std::string what) {
    throw std::runtime_error(what);
    co_return 0;
}
Task<void> fail_void() {
    throw std::runtime_error("void");
    co_return;
}
Task<std::string> caught() {
    std::string seen;
    try {
        co_await fail("inner");
    } catch (const std::runtime_error& error) {
        seen = error.what();
    }
    try {
        co_await fail_void();
    } catch (const std::runtime_error& error) {
        seen += error.what();
    }
    co_return seen;
}

TEST(task, gives_its_value) { EXPECT_EQ(run(add(2, 3)), 5); }

TEST(task, starts_only_when_awaited_and_frees_what_it_holds_when_it_never_is) {
    int alive = 0, started = 0;
    auto make = [](std::shared_ptr<Counted> held, int& ran) -> Task<int> {
        ++ran;
        co_return held ? 1 : 0;
    };
    {
        auto task = make(std::make_shared<Counted>(alive), started);
        EXPECT_EQ(started, 0);
        EXPECT_EQ(alive, 1);
    }
    EXPECT_EQ(started, 0);
    EXPECT_EQ(alive, 0);
}

TEST(task, passes_exceptions_to_whoever_awaits) { EXPECT_EQ(run(caught()), "innervoid"); }

TEST(task, moves_values_that_cannot_be_copied) {
    auto make = []() -> Task<std::unique_ptr<int>> { co_return std::make_unique<int>(9); };
    EXPECT_EQ(*run(make()), 9);
}

TEST(task, is_moved_and_the_one_moved_over_is_freed) {
    int alive = 0;
    auto make = [](std::shared_ptr<Counted> held, int value) -> Task<int> {
        (void)held;
        co_return value;
    };
    auto first = make(std::make_shared<Counted>(alive), 1);
    auto second = make(std::make_shared<Counted>(alive), 2);
    EXPECT_EQ(alive, 2);
    first = std::move(second);
    EXPECT_EQ(alive, 1);
    EXPECT_EQ(run(std::move(first)), 2);
    EXPECT_EQ(alive, 0);
}

TEST(task, awaited_many_times_over_or_nested_deeply_does_not_grow_the_stack) {
    EXPECT_EQ(run(sum_round(1'000'000)), 7'000'000);
    EXPECT_EQ(run(sum_down(200'000)), 200'000);
}

TEST(task, goes_on_where_it_waited) {
    Gate gate;
    std::optional<int> value;
    auto wait = [](Gate& at) -> Task<int> {
        co_await at;
        co_return 4;
    };
    auto outer = [&]() -> Task<int> { co_return 1 + co_await wait(gate); };
    start(outer(), value);
    EXPECT_FALSE(value);
    gate.waiting.resume();
    EXPECT_EQ(value, 5);
}

}  // namespace
}  // namespace vitrine
