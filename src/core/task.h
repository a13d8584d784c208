#pragma once
#include <coroutine>
#include <exception>
#include <utility>
#include <variant>

namespace vitrine {
namespace task {

/// What the promises of all tasks share: they start when awaited and resume their awaiter when they end.
struct Promise {
    std::coroutine_handle<> continuation = std::noop_coroutine();
    struct ResumeAwaiter {
        bool await_ready() noexcept { return false; }
        template <class P>
        std::coroutine_handle<> await_suspend(std::coroutine_handle<P> ended) noexcept {
            return ended.promise().continuation;
        }
        void await_resume() noexcept {}
    };
    std::suspend_always initial_suspend() noexcept { return {}; }
    ResumeAwaiter final_suspend() noexcept { return {}; }
};

/// How a task ends: with a value, with nothing, or with an exception.
template <class T>
struct Ending : Promise {
    std::variant<std::monostate, T, std::exception_ptr> outcome;
    void unhandled_exception() { outcome.template emplace<2>(std::current_exception()); }
    template <class U>
    void return_value(U&& value) {
        outcome.template emplace<1>(std::forward<U>(value));
    }
    T take() {
        if (outcome.index() == 2) std::rethrow_exception(std::get<2>(outcome));
        return std::move(std::get<1>(outcome));
    }
};
template <>
struct Ending<void> : Promise {
    std::exception_ptr failure;
    void unhandled_exception() { failure = std::current_exception(); }
    void return_void() {}
    void take() {
        if (failure) std::rethrow_exception(failure);
    }
};

}  // namespace task

/// A lazy coroutine: it starts when awaited, resumes its awaiter when it ends, and passes exceptions on.
/// A Task belongs to one event loop; it is neither copied nor awaited twice.
template <class T = void>
class [[nodiscard]] Task {
public:
    struct promise_type : task::Ending<T> {
        Task get_return_object() { return Task(std::coroutine_handle<promise_type>::from_promise(*this)); }
    };

    Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
    Task& operator=(Task&& other) noexcept {
        if (this != &other) {
            if (handle_) handle_.destroy();
            handle_ = std::exchange(other.handle_, {});
        }
        return *this;
    }
    ~Task() {
        if (handle_) handle_.destroy();
    }

    auto operator co_await() && noexcept {
        struct Awaiter {
            std::coroutine_handle<promise_type> task;
            bool await_ready() noexcept { return false; }
            std::coroutine_handle<> await_suspend(std::coroutine_handle<> caller) noexcept {
                task.promise().continuation = caller;
                return task;
            }
            T await_resume() { return task.promise().take(); }
        };
        return Awaiter{handle_};
    }
    auto operator co_await() & noexcept { return std::move(*this).operator co_await(); }

private:
    explicit Task(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
    std::coroutine_handle<promise_type> handle_;
};

}  // namespace vitrine
