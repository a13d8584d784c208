#pragma once
#include <string>
#include <sys/types.h>
#include <vector>

#include "io/pg/cluster_place.h"

namespace vitrine::pg {

struct Launch {
    std::vector<std::string> command;    ///< absolute path first
    Account account;
    std::string folder;                  ///< working folder
    std::string log;                     ///< output is appended here; made if missing
    bool dies_with_program = false;
};

/// Starts a program as another user (when we are root) in a session of its own, so that Ctrl-C reaches us and not it. Gives its process id.
pid_t launch(const Launch& what);

/// Runs it to its end. Gives the exit status; 128 and more for a signal.
int run_to_end(const Launch& what);

/// Whether a process still runs; a dead child of ours is buried on the way.
bool is_alive(pid_t pid);

/// The link /proc/<pid>/cwd, empty when unknown.
std::string working_folder(pid_t pid);

}  // namespace vitrine::pg
