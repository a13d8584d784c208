#pragma once
#include <optional>
#include <string>

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
    void adopt() { stops_it_ = is_private(); }    ///< the server's: stopped at the end even if a killed predecessor started it

private:
    std::string url_;
    int connections_;
    std::optional<pg::Cluster> cluster_;
    bool stops_it_ = false;
};

}  // namespace vitrine::app
