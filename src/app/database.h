#pragma once
#include <optional>
#include <string>
#include <thread>

#include "app/config.h"
#include "io/pg/cluster.h"
#include "io/pg/db.h"

namespace vitrine::app {

/// The database of a command: the one of DATABASE_URL, or the private cluster in <var>/pg, started when it does not run.
class Database {
public:
    explicit Database(const Settings& settings);  ///< blocks until connections are accepted; std::runtime_error when there is none to be had
    Database(const Database&) = delete;
    ~Database();                                  ///< stops the private cluster if this object started it

    pg::DbOptions app() const;                    ///< as vitrine_app
    pg::DbOptions worker(int connections) const;  ///< as vitrine_worker
    std::string owner_conninfo() const;
    bool is_private() const { return cluster_.has_value(); }
    void migrate() const;                         ///< brings it up to date; blocks
    /// The server's: the private cluster is stopped at the end even if a killed predecessor started it, and started again whenever it dies.
    void adopt();

private:
    void keep_alive(std::stop_token stop);
    std::string url_;
    int connections_;
    std::optional<pg::Cluster> cluster_;
    bool stops_it_ = false;
    std::jthread keeper_;  ///< last: it ends before the cluster goes
};

}  // namespace vitrine::app
