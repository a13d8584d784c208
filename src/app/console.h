#pragma once
#include <exception>
#include <optional>
#include <utility>

#include "app/database.h"
#include "io/loop.h"
#include "io/pg/db.h"

namespace vitrine::app {

/// What a command that works on the database and then ends is given: the database, brought up to date when it is our own, a loop, and
/// connections of both runtime roles.
class Console {
public:
    explicit Console(const Settings& settings);

    /// Runs a use case to its end on this thread; gives its value or throws its exception.
    template <class T>
    T run(Task<T> task) {
        std::exception_ptr failure;
        std::optional<T> value;
        loop_.post([&] { loop_.spawn(finish_on(loop_, std::move(task), value, failure)); });
        loop_.run();
        if (failure) std::rethrow_exception(failure);
        return std::move(*value);
    }
    pg::Db& db() { return *db_; }
    pg::Db& worker() { return *worker_; }
    Loop& loop() { return loop_; }

private:
    template <class T>
    static Task<void> finish_on(Loop& loop, Task<T> task, std::optional<T>& value, std::exception_ptr& failure) {
        try {
            value.emplace(co_await std::move(task));
        } catch (...) {
            failure = std::current_exception();
        }
        loop.stop();
    }

    Database database_;
    Loop loop_;
    std::optional<pg::Db> db_, worker_;
};

}  // namespace vitrine::app
