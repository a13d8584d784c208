#pragma once
#include <exception>
#include <optional>
#include <utility>

#include "io/loop.h"

namespace vitrine {

namespace detail {
template <class T>
Task<void> finish_on(Loop& loop, Task<T> task, std::optional<T>& value, std::exception_ptr& failure) {
    try {
        value.emplace(co_await std::move(task));
    } catch (...) {
        failure = std::current_exception();
    }
    loop.stop();
}
}  // namespace detail

/// Runs a coroutine to its end on `loop`, which this thread runs meanwhile and nobody else may; gives its value or throws its exception.
template <class T>
T run_to_end(Loop& loop, Task<T> task) {
    std::exception_ptr failure;
    std::optional<T> value;
    loop.post([&] { loop.spawn(detail::finish_on(loop, std::move(task), value, failure)); });
    loop.run();
    if (failure) std::rethrow_exception(failure);
    return std::move(*value);
}

}  // namespace vitrine
