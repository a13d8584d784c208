#pragma once
#include <coroutine>
#include <exception>
#include <optional>
#include <utility>
#include <variant>

namespace vitrine {

/// A lazy coroutine: it starts when awaited, resumes its awaiter when it ends, and passes exceptions on.
/// A Task belongs to one event loop; it is neither copied nor awaited twice.
template <class T = void>
class [[nodiscard]] Task {
    struct FinalAwaiter;
    struct PromiseBase {
        std::coroutine_handle<> continuation = std::noop_coroutine();
        std::suspend_always initial_suspend() noexcept { return {}; }
        FinalAwaiter final_suspend() noexcept { return {}; }
    };
    struct FinalAwaiter {
        bool await_ready() noexcept { return false; }
        template <class P>
        std::coroutine_handle<> await_suspend(std::coroutine_handle<P> ended) noexcept {
            return ended.promise().continuation;
        }
        void await_resume() noexcept {}
    };

public:
    struct promise_type : PromiseBase {
        std::variant<std::monostate, T, std::exception_ptr> outcome;
        Task get_return_object() { return Task(std::coroutine_handle<promise_type>::from_promise(*this)); }
        void unhandled_exception() { outcome.template emplace<2>(std::current_exception()); }
        template <class U>
        void return_value(U&& value) {
            outcome.template emplace<1>(std::forward<U>(value));
        }
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
            T await_resume() {
                auto& outcome = task.promise().outcome;
                if (outcome.index() == 2) std::rethrow_exception(std::get<2>(outcome));
                return std::move(std::get<1>(outcome));
            }
        };
        return Awaiter{handle_};
    }
    auto operator co_await() & noexcept { return std::move(*this).operator co_await(); }

private:
    explicit Task(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
    std::coroutine_handle<promise_type> handle_;
};

template <>
class [[nodiscard]] Task<void> {
    struct FinalAwaiter;
    struct PromiseBase {
        std::coroutine_handle<> continuation = std::noop_coroutine();
        std::suspend_always initial_suspend() noexcept { return {}; }
        FinalAwaiter final_suspend() noexcept { return {}; }
    };
    struct FinalAwaiter {
        bool await_ready() noexcept { return false; }
        template <class P>
        std::coroutine_handle<> await_suspend(std::coroutine_handle<P> ended) noexcept {
            return ended.promise().continuation;
        }
        void await_resume() noexcept {}
    };

public:
    struct promise_type : PromiseBase {
        std::exception_ptr failure;
        Task get_return_object() { return Task(std::coroutine_handle<promise_type>::from_promise(*this)); }
        void unhandled_exception() { failure = std::current_exception(); }
        void return_void() {}
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
            void await_resume() {
                if (task.promise().failure) std::rethrow_exception(task.promise().failure);
            }
        };
        return Awaiter{handle_};
    }
    auto operator co_await() & noexcept { return std::move(*this).operator co_await(); }

private:
    explicit Task(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
    std::coroutine_handle<promise_type> handle_;
};

}  // namespace vitrine
