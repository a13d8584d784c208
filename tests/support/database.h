#pragma once
#include <string>

#include "io/pg/db.h"
#include "tests/support/run.h"

namespace vitrine::test {

/// A fresh, fully migrated database of its own, cloned from a template that is migrated once per program; dropped at the end.
/// One per suite is customary; one per test costs some 30 ms.
class TestDatabase {
public:
    TestDatabase();
    ~TestDatabase();
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    const std::string& name() const { return name_; }
    std::string owner() const;                           ///< conninfo of the owner, who may do anything
    std::string runtime() const;                         ///< conninfo for DbOptions
    pg::DbOptions app(int connections = 2) const;        ///< as vitrine_app
    pg::DbOptions worker(int connections = 1) const;     ///< as vitrine_worker
    void run(const std::string& script) const;           ///< as the owner, for arranging

private:
    std::string name_;
};

/// A loop with the connections of a database: what most tests of use cases need.
///
///     Shopfloor floor(database);
///     auto count = floor.run(count_orders(floor.db, ctx));
class Shopfloor {
public:
    explicit Shopfloor(const TestDatabase& database, int connections = 2) : db(loop, database.app(connections)), worker_db(loop, database.worker()) {}
    template <class T>
    T run(Task<T> task) {
        return test::run(loop, std::move(task));
    }

    Loop loop;
    pg::Db db;
    pg::Db worker_db;
};

/// A context of a new or given store, without deadline.
Ctx ctx_of(StoreId store, Instant now = clock_now());

}  // namespace vitrine::test
