#pragma once
#include <exception>
#include <optional>
#include <utility>

#include "io/loop.h"

namespace vitrine::test {

/// Runs a coroutine to its end on `loop`, which this thread runs meanwhile; gives its value or throws its exception.
template <class T>
T run(Loop& loop, Task<T> task) {
    std::exception_ptr failure;
    std::optional<T> value;
    auto all = [](Loop& here, Task<T> work, std::optional<T>& out, std::exception_ptr& fault) -> Task<void> {
        try {
            out.emplace(co_await std::move(work));
        } catch (...) {
            fault = std::current_exception();
        }
        here.stop();
    };
    loop.post([&] { loop.spawn(all(loop, std::move(task), value, failure)); });
    loop.run();
    if (failure) std::rethrow_exception(failure);
    return std::move(*value);
}

inline void run(Loop& loop, Task<void> task) {
    auto all = [](Task<void> work) -> Task<bool> {
        co_await std::move(work);
        co_return true;
    };
    run(loop, all(std::move(task)));
}

/// A loop for tests without a database.
class LoopRunner {
public:
    template <class T>
    T run(Task<T> task) {
        return test::run(loop, std::move(task));
    }
    Loop loop;
};

}  // namespace vitrine::test
