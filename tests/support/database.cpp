#include "tests/support/database.h"

#include <atomic>

#include <unistd.h>

#include "io/pg/migrate.h"
#include "io/pg/session.h"
#include "io/pg/sql.h"
#include "tests/support/server.h"

namespace vitrine::test {
namespace {

std::string name_of(std::string_view what) {
    static std::atomic<int> number = 0;
    return "vitrine_test_" + std::to_string(getpid()) + "_" + std::string(what) + std::to_string(++number);
}

void create(const std::string& name, const std::string& model) {
    pg::Session session(owner_conninfo("postgres"));
    session.run(session.ask(pg::sql::create_database_command(name, model, copies_files() ? "file_copy" : "wal_log")));
}

void drop(const std::string& name) {
    pg::Session session(owner_conninfo("postgres"));
    session.run(session.ask(pg::sql::drop_database_command(name)));
}

/// Made once; dropped at the end, so that a server from DATABASE_URL is left as it was.
const std::string& template_name() {
    static const std::string name = [] {
        auto made = name_of("template");
        create(made, "template1");
        before_stop([made] { drop(made); });
        pg::migrate(owner_conninfo(made), pg::embedded_migrations());
        return made;
    }();
    return name;
}

}  // namespace

TestDatabase::TestDatabase() {
    const auto& model = template_name();
    name_ = name_of("");
    create(name_, model);
}

TestDatabase::~TestDatabase() {
    try {
        drop(name_);
    } catch (const std::exception&) {
        // A test may have killed the server; the cluster's folder goes at the end anyway.
    }
}

std::string TestDatabase::owner() const { return owner_conninfo(name_); }
std::string TestDatabase::runtime() const { return runtime_conninfo(name_); }
pg::DbOptions TestDatabase::app(int connections) const { return {.conninfo = runtime(), .user = "vitrine_app", .connections = connections}; }
pg::DbOptions TestDatabase::worker(int connections) const { return {.conninfo = runtime(), .user = "vitrine_worker", .connections = connections}; }

void TestDatabase::run(const std::string& script) const {
    pg::Session session(owner());
    session.run(script);
}

Ctx ctx_of(StoreId store, Instant now) { return {.now = now, .store = store, .role = Role::staff, .actor = "test"}; }

}  // namespace vitrine::test
