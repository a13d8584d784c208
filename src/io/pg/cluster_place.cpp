#include "io/pg/cluster_place.h"

#include <filesystem>
#include <stdexcept>

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vitrine::pg {
namespace {

namespace fs = std::filesystem;

/// FNV-1a: a name for a path, the same in every run.
std::string hash_of(const std::string& text) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (unsigned char c : text) hash = (hash ^ c) * 0x100000001b3;
    char out[17];
    std::snprintf(out, sizeof out, "%016llx", static_cast<unsigned long long>(hash));
    return out;
}

bool may_pass(const struct stat& folder, const Account& account) {
    if (account.user == 0) return true;
    if (folder.st_uid == account.user) return folder.st_mode & S_IXUSR;
    if (folder.st_gid == account.group) return folder.st_mode & S_IXGRP;
    return folder.st_mode & S_IXOTH;
}

/// Whether the account can walk to `path`; parts that do not exist yet will be made passable.
bool can_reach(const fs::path& path, const Account& account) {
    fs::path walked;
    for (const auto& part : path.parent_path()) {
        walked /= part;
        struct stat found {};
        if (stat(walked.c_str(), &found) != 0) return true;
        if (!may_pass(found, account)) return false;
    }
    return true;
}

}  // namespace

Account unprivileged_account() {
    if (geteuid() != 0) return {geteuid(), getegid()};
    for (const char* name : {"postgres", "nobody"})
        if (const auto* entry = getpwnam(name); entry && entry->pw_uid != 0) return {entry->pw_uid, entry->pw_gid};
    throw std::runtime_error("PostgreSQL refuses to run as root, and there is neither a user postgres nor nobody");
}

std::string reachable_folder(const std::string& folder, const Account& account) {
    auto wanted = fs::absolute(folder).lexically_normal();
    if (!wanted.has_filename()) wanted = wanted.parent_path();
    if (can_reach(wanted, account)) return wanted;
    return "/var/lib/vitrine/" + hash_of(wanted);
}

std::string socket_folder(const std::string& home, const Account& account) {
    constexpr size_t longest = 107;
    auto inside = home + "/socket";
    if (inside.size() + std::string_view("/.s.PGSQL.5432.lock").size() <= longest) return inside;
    return "/tmp/vitrine-" + std::to_string(account.user) + "-" + hash_of(home);
}

void make_private_folder(const std::string& path, const Account& account) {
    fs::create_directories(fs::path(path).parent_path());
    if (mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) throw std::runtime_error("cannot make " + path + ": " + std::string(strerror(errno)));
    struct stat found {};
    // lstat: under /tmp somebody may have laid a link where our folder should be.
    if (lstat(path.c_str(), &found) != 0 || !S_ISDIR(found.st_mode)) throw std::runtime_error(path + " is not a folder");
    if (found.st_uid != account.user) {
        if (geteuid() != 0 || chown(path.c_str(), account.user, account.group) != 0) throw std::runtime_error(path + " belongs to another user");
    }
    if (chmod(path.c_str(), 0700) != 0) throw std::runtime_error("cannot protect " + path);
}

void take_over(const std::string& path, const Account& account) {
    if (geteuid() != 0) return;
    struct stat top {};
    if (lstat(path.c_str(), &top) == 0 && top.st_uid == account.user) return;
    if (lchown(path.c_str(), account.user, account.group) != 0) throw std::runtime_error("cannot take over " + path);
    for (const auto& entry : fs::recursive_directory_iterator(path))
        if (lchown(entry.path().c_str(), account.user, account.group) != 0) throw std::runtime_error("cannot take over " + entry.path().string());
}

std::string newest_binaries() {
    int newest = 0;
    std::string found;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", ignored)) {
        int version = std::atoi(entry.path().filename().c_str());
        if (version > newest && fs::exists(entry.path() / "bin/initdb")) newest = version, found = entry.path() / "bin";
    }
    if (found.empty()) throw std::runtime_error("no PostgreSQL server on this machine: install the package postgresql, or set DATABASE_URL");
    return found;
}

}  // namespace vitrine::pg
