#pragma once
#include <deque>
#include <functional>

#include "core/task.h"
#include "io/loop.h"

namespace vitrine::http {

/// Lets one coroutine at a time through, in the order they came. Of one loop.
class Turn {
public:
    explicit Turn(Loop& loop) : loop_(loop) {}
    bool is_taken() const { return is_taken_; }
    Task<void> take() {
        if (!is_taken_) {
            is_taken_ = true;
            co_return;
        }
        auto wait = suspend<bool>([this](auto done) { waiting_.push_back([done]() mutable { done(true); }); });
        co_await wait;
    }
    void give() {
        if (waiting_.empty()) {
            is_taken_ = false;
            return;
        }
        loop_.post(std::move(waiting_.front()));
        waiting_.pop_front();
    }

private:
    Loop& loop_;
    bool is_taken_ = false;
    std::deque<std::function<void()>> waiting_;
};

/// Counts detached coroutines that use something, so that its owner can wait for them before it goes.
class Outstanding {
public:
    void begin() { ++count_; }
    void end() {
        if (--count_ == 0 && wake_) std::exchange(wake_, nullptr)();
    }
    Task<void> wait() {
        if (count_ == 0) co_return;
        auto all_ended = suspend<bool>([this](auto done) { wake_ = [done]() mutable { done(true); }; });
        co_await all_ended;
    }

private:
    int count_ = 0;
    std::function<void()> wake_;
};

}  // namespace vitrine::http
