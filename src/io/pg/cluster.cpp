#include "io/pg/cluster.h"

#include <chrono>
#include <csignal>
#include <cstring>
#include <deque>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

#include <unistd.h>

#include "io/pg/cluster_place.h"
#include "io/pg/cluster_settings.h"
#include "io/pg/process.h"
#include "io/pg/session.h"
#include "io/pg/sql.h"

namespace vitrine::pg {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto superuser = "vitrine_owner";
constexpr auto longest_recovery = 10min;  // a large write-ahead log is replayed before the first answer
constexpr auto longest_shutdown = 60s;

void write_as(const Account& account, const std::string& path, const std::string& text) {
    {
        std::ofstream file(path, std::ios::trunc | std::ios::binary);
        file << text;
        if (!file.flush()) throw std::runtime_error("cannot write " + path);
    }
    fs::permissions(path, fs::perms::owner_read | fs::perms::owner_write);
    if (geteuid() == 0 && chown(path.c_str(), account.user, account.group) != 0) throw std::runtime_error("cannot hand over " + path);
}

/// The postmaster's process id as its pid file tells, 0 when there is no file.
pid_t recorded_pid(const std::string& data) {
    std::ifstream file(data + "/postmaster.pid");
    pid_t pid = 0;
    return file >> pid ? pid : 0;
}

/// After a crash of the machine (or in a container, where ids are small) another process may have the id in the pid file, and PostgreSQL would then refuse
/// to start. PostgreSQL's processes work in the data folder: if none does, the file is a leftover.
void remove_stale_pid_file(const std::string& data) {
    auto pid = recorded_pid(data);
    if (pid == 0 || !is_alive(pid)) return;  // PostgreSQL itself sees that a dead process's file is stale
    auto real = fs::canonical(data);
    for (const auto& entry : fs::directory_iterator("/proc")) {
        auto id = std::atoi(entry.path().filename().c_str());
        if (id > 0 && working_folder(id) == real) return;
    }
    fs::remove(data + "/postmaster.pid");
}

}  // namespace

Cluster::Cluster(ClusterOptions options) : options_(std::move(options)) {
    auto account = unprivileged_account();
    user_ = account.user, group_ = account.group;
    home_ = reachable_folder(options_.folder, account);
    data_ = home_ + "/data";
    log_ = home_ + "/postgres.log";
    sockets_ = socket_folder(home_, account);
    if (options_.binaries.empty()) options_.binaries = newest_binaries();
}

void Cluster::start() {
    Account account{user_, group_};
    make_private_folder(home_, account);
    make_private_folder(sockets_, account);
    if (!fs::exists(data_ + "/PG_VERSION")) initialise();
    take_over(data_, account);
    write_as(account, data_ + "/vitrine.conf", cluster_settings(options_, sockets_));
    write_as(account, data_ + "/pg_hba.conf", cluster_access());
    bring_up();
    create_database("vitrine");
}

void Cluster::initialise() const {
    Account account{user_, group_};
    auto growing = home_ + "/data.new";  // renamed when it is whole: a killed initdb leaves nothing that looks like a cluster
    fs::remove_all(growing);
    std::vector<std::string> command{options_.binaries + "/initdb", "--pgdata=" + growing, std::string("--username=") + superuser, "--auth=trust", "--encoding=UTF8",
                                     "--locale=C.UTF-8", "--data-checksums", "--no-instructions"};
    if (options_.fast_and_unsafe) command.push_back("--no-sync");
    if (int status = run_to_end({command, account, home_, log_}); status != 0)
        throw std::runtime_error("initdb failed with status " + std::to_string(status) + ":\n" + log_tail());
    std::ofstream(growing + "/postgresql.conf", std::ios::app) << "\ninclude 'vitrine.conf'\n";
    fs::rename(growing, data_);
}

void Cluster::launch() {
    constexpr std::uintmax_t large_log = 64 << 20;
    std::error_code ignored;
    if (fs::file_size(log_, ignored) > large_log && !ignored) fs::rename(log_, log_ + ".1", ignored);
    child_ = pg::launch({{options_.binaries + "/postgres", "-D", data_}, {user_, group_}, data_, log_, options_.dies_with_program});
}

bool Cluster::accepts_connections() const { return PQping(owner_conninfo("postgres").c_str()) == PQPING_OK; }

void Cluster::bring_up() {
    auto started = std::chrono::steady_clock::now();
    // After a kill -9 of the postmaster its children may take a moment to notice; until then a new one refuses the data folder.
    constexpr auto patience_with_leftovers = 10s;
    for (bool launched = false; !accepts_connections(); std::this_thread::sleep_for(20ms)) {
        auto waited = std::chrono::steady_clock::now() - started;
        if (waited > longest_recovery) throw std::runtime_error("PostgreSQL does not answer:\n" + log_tail());
        if (is_running()) continue;  // it replays its log, or it is being killed this very moment
        if (launched) {
            auto tail = log_tail();
            bool leftovers = tail.find("shared memory block") != std::string::npos || tail.find("lock file") != std::string::npos;
            if (!leftovers || waited > patience_with_leftovers) throw std::runtime_error("PostgreSQL did not start:\n" + tail);
        }
        remove_stale_pid_file(data_);
        launch();
        launched = true;
    }
}

void Cluster::stop() {
    auto running = pid();
    if (running == 0) return;
    kill(running, SIGINT);
    auto started = std::chrono::steady_clock::now();
    bool hurried = false;
    while (is_alive(running)) {
        if (!hurried && std::chrono::steady_clock::now() - started > longest_shutdown) kill(running, SIGQUIT), hurried = true;
        std::this_thread::sleep_for(5ms);
    }
    child_ = 0;
}

bool Cluster::is_running() const { return pid() != 0; }

pid_t Cluster::pid() const {
    if (child_ != 0 && is_alive(child_)) return child_;
    auto recorded = recorded_pid(data_);
    std::error_code ignored;
    // Another process may have taken the id since.
    return recorded != 0 && is_alive(recorded) && working_folder(recorded) == fs::canonical(data_, ignored) ? recorded : 0;
}

std::string Cluster::owner_conninfo(const std::string& database) const { return runtime_conninfo(database) + " user=" + superuser; }

std::string Cluster::runtime_conninfo(const std::string& database) const {
    auto quoted = [](const std::string& text) {
        std::string out = "'";
        for (char c : text) out += (c == '\'' || c == '\\') ? std::string("\\") + c : std::string(1, c);
        return out + "'";
    };
    return "host=" + quoted(sockets_) + " port=5432 dbname=" + quoted(database);
}

void Cluster::create_database(const std::string& name) {
    Session session(owner_conninfo("postgres"));
    if (session.ask(sql::database_exists(name))) return;
    session.run(session.ask(sql::create_database_command(name, "template1", "wal_log")));
}

void Cluster::drop_database(const std::string& name) {
    Session session(owner_conninfo("postgres"));
    session.run(session.ask(sql::drop_database_command(name)));
}

std::string Cluster::log_tail() const {
    std::ifstream file(log_);
    std::deque<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        lines.push_back(std::move(line));
        if (lines.size() > 12) lines.pop_front();
    }
    std::string out;
    for (const auto& line : lines) out += line + "\n";
    return out;
}

}  // namespace vitrine::pg
