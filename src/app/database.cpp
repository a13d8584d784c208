#include "app/database.h"

#include <condition_variable>
#include <mutex>

#include "io/pg/migrate.h"
#include "io/telemetry/log.h"

namespace vitrine::app {

Database::Database(const Settings& settings) : url_(settings.database_url), connections_(settings.database_connections) {
    if (!url_.empty()) return;
    cluster_.emplace(pg::ClusterOptions{.folder = settings.var_folder + "/pg"});
    stops_it_ = !cluster_->is_running();
    cluster_->start();
}

void Database::adopt() {
    if (!is_private()) return;
    stops_it_ = true;
    keeper_ = std::jthread([this](std::stop_token stop) { keep_alive(std::move(stop)); });
}

/// Looks five times a second; a start that fails is tried again.
void Database::keep_alive(std::stop_token stop) {
    std::mutex mutex;
    std::condition_variable_any woken;
    std::unique_lock hold(mutex);
    while (!woken.wait_for(hold, stop, 200ms, [] { return false; }) && !stop.stop_requested()) {
        if (cluster_->is_running()) continue;
        log::error("database.died", {{"action", "starting it again"}});
        try {
            cluster_->start();
            log::info("database.recovered");
        } catch (const std::exception& why) {
            log::error("database.start_failed", {{"error", why.what()}});
        }
    }
}

Database::~Database() {
    if (keeper_.joinable()) {
        keeper_.request_stop();
        keeper_.join();
    }
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
