#pragma once
#include <string>
#include <sys/types.h>

namespace vitrine::pg {

/// Whom PostgreSQL may run as: this process's user, or when that is root: postgres if there is one, else nobody.
struct Account {
    uid_t user;
    gid_t group;
};
Account unprivileged_account();

/// The absolute folder for a cluster asked for at `folder`: itself, or a folder under /var/lib/vitrine named by its hash when the account may not reach it.
std::string reachable_folder(const std::string& folder, const Account& account);

/// The folder of the socket: inside `home` where the socket's path keeps within the 107 bytes of sockaddr_un, else under /tmp, named by a hash.
std::string socket_folder(const std::string& home, const Account& account);

/// Makes the folder (mode 0700) and its parents, and hands it to the account. std::runtime_error when it exists and belongs to somebody else.
void make_private_folder(const std::string& path, const Account& account);

/// Hands everything below `path` to the account: after a copy or a restore by root, for example.
void take_over(const std::string& path, const Account& account);

/// The bin folder of the newest PostgreSQL server on this machine. std::runtime_error with what to install.
std::string newest_binaries();

}  // namespace vitrine::pg
