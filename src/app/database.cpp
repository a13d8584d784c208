#include "app/database.h"

#include "io/pg/migrate.h"
#include "io/telemetry/log.h"

namespace vitrine::app {

Database::Database(const Settings& settings) : url_(settings.database_url), connections_(settings.database_connections) {
    if (!url_.empty()) return;
    cluster_.emplace(pg::ClusterOptions{.folder = settings.var_folder + "/pg"});
    stops_it_ = !cluster_->is_running();
    cluster_->start();
}

Database::~Database() {
    if (!stops_it_) return;
    try {
        cluster_->stop();
    } catch (const std::exception& why) {
        log::error("database.stop_failed", {{"error", why.what()}});
    }
}

pg::DbOptions Database::app() const {
    pg::DbOptions options;
    options.conninfo = cluster_ ? cluster_->runtime_conninfo() : url_;
    options.connections = connections_;
    return options;
}

pg::DbOptions Database::worker(int connections) const {
    auto options = app();
    options.user = "vitrine_worker";
    options.connections = connections;
    return options;
}

std::string Database::owner_conninfo() const { return cluster_ ? cluster_->owner_conninfo() : url_; }

void Database::migrate() const {
    auto report = pg::migrate(owner_conninfo(), pg::embedded_migrations());
    for (const auto& name : report.applied) log::info("database.migrated", {{"migration", name}});
}

}  // namespace vitrine::app
