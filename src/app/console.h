#pragma once
#include <optional>
#include <utility>

#include "app/database.h"
#include "io/loop.h"
#include "io/pg/db.h"
#include "io/run_to_end.h"

namespace vitrine::app {

/// What a command that works on the database and then ends is given: the database, brought up to date when it is our own, a loop, and
/// connections of both runtime roles.
class Console {
public:
    explicit Console(const Settings& settings);

    /// Runs a use case to its end on this thread; gives its value or throws its exception.
    template <class T>
    T run(Task<T> task) {
        return run_to_end(loop_, std::move(task));
    }
    pg::Db& db() { return *db_; }
    pg::Db& worker() { return *worker_; }
    Loop& loop() { return loop_; }
    pg::DbOptions app_options() const { return database_.app(); }         ///< for whoever needs connections of its own
    pg::DbOptions worker_options() const { return database_.worker(1); }

private:
    Database database_;
    Loop loop_;
    std::optional<pg::Db> db_, worker_;
};

}  // namespace vitrine::app
