#include "tests/support/redis.h"

#include <arpa/inet.h>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/socket.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace vitrine::test {
namespace {

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(std::uint16_t(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

int free_port() {
    int probe = socket(AF_INET, SOCK_STREAM, 0);
    auto address = loopback(0);
    socklen_t size = sizeof address;
    if (bind(probe, reinterpret_cast<sockaddr*>(&address), size) != 0 || getsockname(probe, reinterpret_cast<sockaddr*>(&address), &size) != 0)
        throw std::runtime_error("no free port");
    close(probe);
    return ntohs(address.sin_port);
}

bool answers(int port) {
    int probe = socket(AF_INET, SOCK_STREAM, 0);
    auto address = loopback(port);
    bool is_there = connect(probe, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    close(probe);
    return is_there;
}

}  // namespace

RedisServer::RedisServer() : port_(free_port()) { start(); }
RedisServer::~RedisServer() { kill(); }

void RedisServer::start() {
    auto port = std::to_string(port_);
    const char* words[] = {"redis-server", "--port", port.c_str(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", "/tmp", nullptr};
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    pid_t process = 0;
    int failure = posix_spawnp(&process, words[0], &files, nullptr, const_cast<char**>(words), environ);
    posix_spawn_file_actions_destroy(&files);
    if (failure) throw std::runtime_error("redis-server cannot be started: install the package redis-server");
    process_ = process;
    for (int look = 0; look < 1'000; ++look) {
        if (answers(port_)) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    throw std::runtime_error("redis-server does not answer");
}

void RedisServer::kill() {
    if (!process_) return;
    ::kill(process_, SIGKILL);
    waitpid(process_, nullptr, 0);
    process_ = 0;
}

}  // namespace vitrine::test
