#pragma once
// Threads for pictures: few, so that memory stays bounded however much is waiting, and apart from those that hash passwords and read files.
#include <functional>
#include <optional>
#include <type_traits>

#include "core/task.h"

namespace vitrine::images {

/// How many pictures this process works on at once; to be set before the first. 1 to 64.
void set_workshop_threads(int threads);

/// Runs the work on one of those threads when it is its turn, and comes back on this loop. Exceptions come back too. The work must not touch what a loop owns.
Task<void> in_workshop(std::function<void()> work);

template <class F>
auto in_workshop_value(F work) -> Task<std::invoke_result_t<F>> {
    std::optional<std::invoke_result_t<F>> value;
    std::function<void()> run = [&] { value.emplace(work()); };
    co_await in_workshop(std::move(run));
    co_return std::move(*value);
}

}  // namespace vitrine::images
