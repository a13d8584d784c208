#include "app/selftest/scratch.h"

#include <filesystem>

#include <unistd.h>

#include "io/pg/libpq.h"
#include "io/pg/migrate.h"
#include "io/pg/session.h"
#include "io/pg/sql.h"
#include "io/telemetry/log.h"

namespace vitrine::selftest {
namespace {

std::string escaped(const std::string& value) {
    std::string out = "'";
    for (char c : value) out += (c == '\'' || c == '\\') ? std::string("\\") + c : std::string(1, c);
    return out + "'";
}

}  // namespace

Scratch::Scratch(const std::string& server) : server_(server), name_("vitrine_selftest_" + std::to_string(getpid())) {
    if (server_.empty()) {
        folder_ = (std::filesystem::temp_directory_path() / ("vitrine-selftest-" + std::to_string(getpid()))).string();
        cluster_.emplace(pg::ClusterOptions{.folder = folder_, .fast_and_unsafe = true, .dies_with_program = true});
        cluster_->start();
        cluster_->create_database(name_);
    } else {
        pg::Session session(conninfo("postgres"));
        session.run(session.ask(pg::sql::create_database_command(name_, "template1", "wal_log")));
    }
    pg::migrate(conninfo(name_), pg::embedded_migrations());
}

Scratch::~Scratch() {
    try {
        if (cluster_) {
            cluster_->stop();
            std::filesystem::remove_all(folder_);
        } else {
            pg::Session session(conninfo("postgres"));
            session.run(session.ask(pg::sql::drop_database_command(name_)));
        }
    } catch (const std::exception& fault) {
        log::warn("selftest.left_behind", {{"database", name_}, {"error", fault.what()}});
    }
}

std::string Scratch::conninfo(const std::string& database) const {
    if (cluster_) return cluster_->owner_conninfo(database);
    std::string out;
    for (const auto& [name, value] : pg::connect_parameters(server_, {}).all)
        if (name != "dbname") out += name + "=" + escaped(value) + " ";
    return out + "dbname=" + escaped(database);
}

Place Scratch::place() const {
    auto runtime = cluster_ ? cluster_->runtime_conninfo(name_) : conninfo(name_);
    return {.owner = conninfo(name_), .app = {.conninfo = runtime, .user = "vitrine_app", .connections = 4}, .worker = {.conninfo = runtime, .user = "vitrine_worker", .connections = 2}};
}

}  // namespace vitrine::selftest
