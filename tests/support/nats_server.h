#pragma once
#include <filesystem>
#include <string>

namespace vitrine::test {

/// A private nats-server with JetStream on a port of its own, its store in a folder that goes with it. Can be stopped and started again: what it stored stays.
class NatsServer {
public:
    NatsServer();                ///< starts it; std::runtime_error when it does not come up (package nats-server)
    ~NatsServer();
    NatsServer(const NatsServer&) = delete;
    NatsServer& operator=(const NatsServer&) = delete;

    void stop();                 ///< kills it, as a crash would
    void start();
    std::string url() const { return "nats://127.0.0.1:" + std::to_string(port_); }

private:
    int port_ = 0, pid_ = -1;
    std::filesystem::path folder_;
};

}  // namespace vitrine::test
