#include "io/pg/cluster_settings.h"

#include <algorithm>

#include <fmt/format.h>
#include <unistd.h>

namespace vitrine::pg {
namespace {

long long machine_memory_mb() { return static_cast<long long>(sysconf(_SC_PHYS_PAGES)) * sysconf(_SC_PAGESIZE) / (1 << 20); }

}  // namespace

std::string cluster_settings(const ClusterOptions& options, const std::string& sockets) {
    // The catalog is read from the program's own memory, so PostgreSQL gets an eighth of the machine, not the customary quarter.
    auto buffers_mb = options.fast_and_unsafe ? 128 : std::clamp<long long>(machine_memory_mb() / 8, 128, 4096);
    std::string text = fmt::format(
        "# Written by vitrine at every start. Put your own settings below the include line of postgresql.conf.\n"
        "listen_addresses = ''\n"
        "unix_socket_directories = '{}'\n"
        "max_connections = {}\n"
        "shared_buffers = {}MB\n"
        "effective_cache_size = {}MB\n"
        "work_mem = 8MB\n"
        "maintenance_work_mem = 128MB\n"
        "max_wal_size = 4GB\n"
        "min_wal_size = 256MB\n"
        "checkpoint_completion_target = 0.9\n"
        "wal_compression = on\n"
        "random_page_cost = 1.1\n"
        "effective_io_concurrency = 100\n"
        "jit = off\n"                              // short statements only; compiling costs more than it saves
        "idle_in_transaction_session_timeout = 60s\n"  // a transaction never waits for people or for foreign services
        "autovacuum_naptime = 15s\n"               // jobs, reservations and carts turn over quickly
        "autovacuum_vacuum_scale_factor = 0.05\n"
        "timezone = 'UTC'\n"
        "log_timezone = 'UTC'\n"
        "log_line_prefix = '%m [%p] %u '\n"
        "log_parameter_max_length_on_error = 0\n"
        "log_min_error_statement = panic\n"         // statements may carry what shoppers typed
        "log_checkpoints = off\n",
        sockets, options.max_connections, buffers_mb, buffers_mb * 2);
    if (options.fast_and_unsafe) text += "fsync = off\nfull_page_writes = off\nautovacuum_naptime = 1h\ndeadlock_timeout = 100ms\nmax_wal_size = 512MB\nmin_wal_size = 80MB\n";
    return text;
}

std::string cluster_access() {
    return "# Written by vitrine. The socket's folder has mode 0700: only the user PostgreSQL runs as, and root, can come here.\n"
           "local all all trust\n";
}

}  // namespace vitrine::pg
