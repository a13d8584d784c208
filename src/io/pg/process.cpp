#include "io/pg/process.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <stdexcept>

#include <fcntl.h>
#include <grp.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace vitrine::pg {

pid_t launch(const Launch& what) {
    std::vector<char*> arguments;
    for (const auto& word : what.command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    // A shop's own environment may hold secrets and PG* variables; the server gets neither.
    char path[] = "PATH=/usr/bin:/bin", language[] = "LC_ALL=C.UTF-8", zone[] = "TZ=UTC";
    char* environment[] = {path, language, zone, nullptr};
    bool drop = geteuid() == 0 && what.account.user != 0;
    auto parent = getpid();

    pid_t pid = fork();
    if (pid < 0) throw std::runtime_error(std::string("fork: ") + strerror(errno));
    if (pid > 0) return pid;

    // The child: only async-signal-safe calls from here on, because other threads may have held locks.
    setsid();
    umask(0077);
    int log = open(what.log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    int nothing = open("/dev/null", O_RDONLY | O_CLOEXEC);
    if (log < 0 || nothing < 0 || fchown(log, what.account.user, what.account.group) != 0) _exit(126);
    if (dup2(nothing, 0) < 0 || dup2(log, 1) < 0 || dup2(log, 2) < 0) _exit(126);
    close_range(3, ~0u, CLOSE_RANGE_CLOEXEC);
    if (drop && (setgroups(0, nullptr) != 0 || setgid(what.account.group) != 0 || setuid(what.account.user) != 0)) _exit(126);
    if (chdir(what.folder.c_str()) != 0) _exit(126);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    for (int signal : {SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGQUIT}) std::signal(signal, SIG_DFL);
    if (what.dies_with_program) {
        prctl(PR_SET_PDEATHSIG, SIGQUIT);
        if (getppid() != parent) _exit(126);
    }
    execve(arguments[0], arguments.data(), environment);
    _exit(127);
}

int run_to_end(const Launch& what) {
    pid_t pid = launch(what);
    int status = 0;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR) throw std::runtime_error(std::string("waitpid: ") + strerror(errno));
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

bool is_alive(pid_t pid) {
    if (pid <= 0) return false;
    if (waitpid(pid, nullptr, WNOHANG) == pid) return false;
    if (kill(pid, 0) != 0 && errno != EPERM) return false;
    // Dead, but its parent has not looked yet: in a container that may be never.
    std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
    std::string line;
    std::getline(file, line);
    auto after_name = line.rfind(") ");
    return after_name == line.npos || line[after_name + 2] != 'Z';
}

std::string working_folder(pid_t pid) {
    char target[4096];
    auto size = readlink(("/proc/" + std::to_string(pid) + "/cwd").c_str(), target, sizeof target);
    return size > 0 ? std::string(target, size_t(size)) : std::string();
}

}  // namespace vitrine::pg
