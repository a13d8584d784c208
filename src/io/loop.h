#pragma once
#include <coroutine>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

#include "core/result.h"
#include "core/task.h"
#include "core/time.h"

namespace boost::asio {
class io_context;
}

namespace vitrine {

/// One event loop: one thread runs it, and everything it owns (connections, timers, coroutines) stays on that thread.
/// Boost.Asio underneath; only files of the io floor ask for `context()`.
class Loop {
public:
    Loop();
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    void run();                              ///< until stop(); the calling thread becomes the loop's
    void stop();                             ///< from any thread
    void post(std::function<void()> work);   ///< from any thread: run `work` on the loop soon
    void spawn(Task<void> task);             ///< on the loop's thread: start it now, detached; an exception that escapes is logged and counted
    boost::asio::io_context& context();

    static Loop& here();                     ///< the loop this thread runs; std::logic_error elsewhere
    static bool is_here();

private:
    struct Inner;
    std::unique_ptr<Inner> inner_;
};

/// Waits on the loop's clock without holding the thread.
Task<void> sleep_for(Duration duration);

/// Runs blocking or heavy work (hashing, compression, files) on the process's small thread pool; comes back on this loop.
/// Exceptions come back too. The work must not touch anything the loop owns.
Task<void> offload(std::function<void()> work);

template <class F>
auto offload_value(F work) -> Task<std::invoke_result_t<F>> {
    std::optional<std::invoke_result_t<F>> value;
    std::function<void()> run = [&] { value.emplace(work()); };
    co_await offload(std::move(run));
    co_return std::move(*value);
}

/// Bridges a callback interface: `co_await suspend<int>([&](auto done) { start(…, done); })`; `done(value)` is called once, on this loop.
template <class T, class Start>
auto suspend(Start start) {
    struct Awaiter {
        Start start;
        std::optional<T> value;
        bool await_ready() { return false; }
        void await_suspend(std::coroutine_handle<> waiting) {
            start([this, waiting](T result) {
                value.emplace(std::move(result));
                waiting.resume();
            });
        }
        T await_resume() { return std::move(*value); }
    };
    return Awaiter{std::move(start), {}};
}

}  // namespace vitrine
