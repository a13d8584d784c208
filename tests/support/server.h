#pragma once
#include <functional>
#include <string>

namespace vitrine::test {

/// The PostgreSQL that tests use: DATABASE_URL when set (its user must own the server or at least create databases and roles), else a private cluster that this
/// program starts on first need in a folder of its own and stops at its end, however that comes.
std::string owner_conninfo(const std::string& database);    ///< of the owner
std::string runtime_conninfo(const std::string& database);  ///< without a user (private cluster), or with the owner's who then acts as the runtime role

bool copies_files();   ///< whether a new database is best made by copying files: on the private cluster, where a checkpoint costs nothing

void before_stop(std::function<void()> work);  ///< runs in stop_server(), while the server is still there
void stop_server();                            ///< at the program's end; whoever asks for the server afterwards gets std::logic_error

}  // namespace vitrine::test
