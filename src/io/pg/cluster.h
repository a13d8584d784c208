#pragma once
#include <string>
#include <sys/types.h>

namespace vitrine::pg {

struct ClusterOptions {
    std::string folder = "var/pg";       ///< data, socket and log live here
    std::string binaries;                ///< empty: newest of /usr/lib/postgresql/*/bin
    bool fast_and_unsafe = false;        ///< tests only: fsync off
    int max_connections = 200;
};

/// A private PostgreSQL of this program: unix socket only, peer or trust inside a 0700 folder, made on first start (initdb), recovered after
/// a kill, stopped by its process id. As root it runs as an unprivileged user (postgres if there is one, else nobody), because initdb and postgres refuse root.
class Cluster {
public:
    explicit Cluster(ClusterOptions options);
    void start();                        ///< std::runtime_error with the log's last lines when it cannot; returns when connections are accepted
    void stop();                         ///< fast shutdown; waits
    bool is_running() const;
    pid_t pid() const;                   ///< 0 when it does not run
    std::string owner_conninfo(const std::string& database = "vitrine") const;  ///< superuser of this cluster; the database exists
    std::string runtime_conninfo(const std::string& database = "vitrine") const;
    void create_database(const std::string& name);
    void drop_database(const std::string& name);

private:
    ClusterOptions options_;
};

}  // namespace vitrine::pg
