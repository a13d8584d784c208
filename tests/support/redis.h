#pragma once
#include <string>

namespace vitrine::test {

/// A Redis of a test's own, without a file, on a free port of the loopback address; killed by its process id at the end. Needs the package redis-server.
class RedisServer {
public:
    RedisServer();
    ~RedisServer();
    RedisServer(const RedisServer&) = delete;
    RedisServer& operator=(const RedisServer&) = delete;

    std::string url() const { return "redis://127.0.0.1:" + std::to_string(port_); }
    void kill();    ///< as a crash would
    void start();   ///< again, empty, on the same port; comes back when it answers

private:
    int port_ = 0;
    int process_ = 0;
};

}  // namespace vitrine::test
