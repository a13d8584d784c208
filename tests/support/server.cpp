#include "tests/support/server.h"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>

#include <linux/magic.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "io/pg/cluster.h"
#include "io/pg/libpq.h"

namespace vitrine::test {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view stem = "vitrine-tests-";

std::optional<pg::Cluster> cluster;
std::string cluster_folder;
volatile pid_t cluster_pid = 0;
std::vector<std::function<void()>> last_work;
bool stopped = false;

constexpr const char* in_memory = "/dev/shm";
constexpr unsigned long long enough_memory = 4ull << 30;

/// Where the server's files go: into memory where there is plenty, for each test makes a database of a thousand files and drops it again.
std::string base_folder() {
    struct statfs is_there {};
    bool is_memory = statfs(in_memory, &is_there) == 0 && is_there.f_type == TMPFS_MAGIC && access(in_memory, W_OK) == 0;
    return is_memory && static_cast<unsigned long long>(is_there.f_bavail) * is_there.f_bsize >= enough_memory ? in_memory : "/tmp";
}

/// Folders of test programs that were killed before they could tidy up.
void remove_leftovers(const std::string& base) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(base, ignored)) {
        auto name = entry.path().filename().string();
        if (!name.starts_with(stem)) continue;
        auto pid = std::atoi(name.substr(stem.size()).c_str());
        if (pid > 0 && kill(pid, 0) != 0 && errno == ESRCH) fs::remove_all(entry.path(), ignored);
    }
}

/// A test that crashes must not leave a server behind. Only kill() is allowed here.
void stop_and_die(int signal) {
    if (cluster_pid > 0) kill(cluster_pid, SIGQUIT);
    std::signal(signal, SIG_DFL);
    raise(signal);
}

pg::Cluster& private_cluster() {
    if (cluster) return *cluster;
    for (const auto* base : {in_memory, "/tmp"}) remove_leftovers(base);
    cluster_folder = base_folder() + "/" + std::string(stem) + std::to_string(getpid());
    cluster.emplace(pg::ClusterOptions{.folder = cluster_folder, .fast_and_unsafe = true, .dies_with_program = true});
    cluster->start();
    cluster_pid = cluster->pid();
    for (int signal : {SIGINT, SIGTERM, SIGHUP, SIGABRT}) std::signal(signal, &stop_and_die);
    return *cluster;
}

const char* given_url() {
    if (stopped) throw std::logic_error("the tests' server is stopped already");
    const char* url = std::getenv("DATABASE_URL");
    return url && *url ? url : nullptr;
}

std::string escaped(const std::string& value) {
    std::string out = "'";
    for (char c : value) out += (c == '\'' || c == '\\') ? std::string("\\") + c : std::string(1, c);
    return out + "'";
}

/// The same server, another database.
std::string with_database(const char* url, const std::string& database) {
    std::string out;
    for (const auto& [name, value] : pg::connect_parameters(url, {}).all)
        if (name != "dbname") out += name + "=" + escaped(value) + " ";
    return out + "dbname=" + escaped(database);
}

}  // namespace

std::string owner_conninfo(const std::string& database) {
    if (const char* url = given_url()) return with_database(url, database);
    return private_cluster().owner_conninfo(database);
}

std::string runtime_conninfo(const std::string& database) {
    if (const char* url = given_url()) return with_database(url, database);
    return private_cluster().runtime_conninfo(database);
}

bool copies_files() { return given_url() == nullptr; }

void before_stop(std::function<void()> work) { last_work.push_back(std::move(work)); }

void stop_server() {
    for (auto& work : last_work) work();
    stopped = true;
    if (!cluster) return;
    cluster->stop();
    cluster.reset();
    cluster_pid = 0;
    std::error_code ignored;
    fs::remove_all(cluster_folder, ignored);
}

}  // namespace vitrine::test
