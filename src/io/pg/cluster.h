#pragma once
#include <string>
#include <sys/types.h>

namespace vitrine::pg {

struct ClusterOptions {
    std::string folder = "var/pg";       ///< data and log live here, the socket too where its path is short enough
    std::string binaries;                ///< empty: newest of /usr/lib/postgresql/*/bin
    bool fast_and_unsafe = false;        ///< tests only: fsync off
    bool dies_with_program = false;      ///< tests only: the kernel stops it when the starting thread ends, even by kill -9
    int max_connections = 200;
};

/// A private PostgreSQL of this program: unix socket only, made on first start (initdb), recovered after a kill, stopped by its process id.
/// As root it runs as an unprivileged user (postgres if there is one, else nobody), because initdb and postgres refuse root.
///
/// Who may connect: the socket stands in a folder of mode 0700 that belongs to the user PostgreSQL runs as, and there is no TCP port. Only that user and
/// root can reach it, and both could read the data files anyway, so inside that folder every role is trusted without a password. The program passes as the same
/// user, or as root. Where a folder is not reachable for the unprivileged user (a checkout under /root), the data moves to /var/lib/vitrine/<hash of the folder>.
class Cluster {
public:
    explicit Cluster(ClusterOptions options);
    /// Starts it, or adopts the one that a killed program left running. std::runtime_error with the log's last lines when it cannot;
    /// returns when connections are accepted. Blocks.
    void start();
    void stop();                         ///< fast shutdown; waits
    bool is_running() const;
    pid_t pid() const;                   ///< 0 when it does not run
    std::string owner_conninfo(const std::string& database = "vitrine") const;  ///< superuser of this cluster; the database exists after start() or create_database
    std::string runtime_conninfo(const std::string& database = "vitrine") const;
    void create_database(const std::string& name);
    void drop_database(const std::string& name);
    const std::string& data_folder() const { return data_; }

private:
    void initialise() const;
    void launch();
    bool accepts_connections() const;
    void bring_up();
    std::string log_tail() const;

    ClusterOptions options_;
    uid_t user_ = 0;                     ///< whom PostgreSQL runs as
    gid_t group_ = 0;
    std::string home_, data_, sockets_, log_;
    pid_t child_ = 0;                    ///< when this object started it
};

}  // namespace vitrine::pg
