#include "io/loop.h"

#include <algorithm>
#include <exception>

#include <boost/asio.hpp>

#include "core/check.h"
#include "io/simulation.h"
#include "io/telemetry/log.h"
#include "io/telemetry/metrics.h"

namespace vitrine {
namespace {

namespace asio = boost::asio;

thread_local Loop* current = nullptr;
thread_local std::optional<Duration> longest_sleep;

asio::thread_pool& helpers() {
    static asio::thread_pool pool(2);
    return pool;
}

/// Starts at once, owns itself, and lets nothing escape.
struct Detached {
    struct promise_type {
        Detached get_return_object() { return {}; }
        std::suspend_never initial_suspend() noexcept { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() { std::terminate(); }
    };
};

Detached run_detached(Task<void> task) {
    static auto escaped = metrics::counter("vitrine_tasks_failed_total", "Detached tasks that ended with an exception");
    try {
        co_await std::move(task);
    } catch (const std::exception& fault) {
        escaped.add();
        log::error("task.failed", {{"error", fault.what()}});
    }
}

}  // namespace

struct Loop::Inner {
    asio::io_context context{1};
    asio::executor_work_guard<asio::io_context::executor_type> guard = asio::make_work_guard(context);
};

Loop::Loop() : inner_(std::make_unique<Inner>()) {}
Loop::~Loop() = default;

void Loop::run() {
    auto* outer = std::exchange(current, this);
    inner_->context.restart();
    inner_->context.run();
    current = outer;
}

void Loop::stop() { inner_->context.stop(); }
void Loop::post(std::function<void()> work) { asio::post(inner_->context, std::move(work)); }
void Loop::spawn(Task<void> task) { run_detached(std::move(task)); }
asio::io_context& Loop::context() { return inner_->context; }

Loop& Loop::here() {
    check(current != nullptr, "this thread runs no loop");
    return *current;
}
bool Loop::is_here() { return current != nullptr; }

void cap_sleeps(std::optional<Duration> longest) { longest_sleep = longest; }

Task<void> sleep_for(Duration duration) {
    if (longest_sleep) duration = std::min(duration, *longest_sleep);
    asio::steady_timer timer(Loop::here().context(), duration);
    auto wait = suspend<bool>([&](auto done) { timer.async_wait([done](auto) mutable { done(true); }); });
    co_await wait;
}

Task<void> offload(std::function<void()> work) {
    auto& loop = Loop::here();
    std::exception_ptr failure;
    auto wait = suspend<bool>([&](auto done) {
        asio::post(helpers(), [&loop, &failure, &work, done]() mutable {
            try {
                work();
            } catch (...) {
                failure = std::current_exception();
            }
            loop.post([done]() mutable { done(true); });
        });
    });
    co_await wait;
    if (failure) std::rethrow_exception(failure);
}

}  // namespace vitrine
