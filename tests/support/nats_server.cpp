#include "tests/support/nats_server.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/asio.hpp>

#include <stdexcept>
#include <thread>

namespace vitrine::test {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

int free_port() {
    asio::io_context context;
    return tcp::acceptor(context, {asio::ip::address_v4::loopback(), 0}).local_endpoint().port();
}

bool listens(int port) {
    asio::io_context context;
    tcp::socket socket(context);
    boost::system::error_code fault;
    socket.connect({asio::ip::address_v4::loopback(), std::uint16_t(port)}, fault);
    return !fault;
}

}  // namespace

NatsServer::NatsServer() : port_(free_port()) {
    std::string pattern = (std::filesystem::temp_directory_path() / "vitrine-nats-XXXXXX").string();
    if (!mkdtemp(pattern.data())) throw std::runtime_error("no folder for nats-server");
    folder_ = pattern;
    start();
}

NatsServer::~NatsServer() {
    stop();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

void NatsServer::start() {
    auto port = std::to_string(port_), store = folder_.string();
    pid_ = fork();
    if (pid_ == 0) {
        int silent = open("/dev/null", O_WRONLY);
        dup2(silent, 1);
        dup2(silent, 2);
        execlp("nats-server", "nats-server", "-a", "127.0.0.1", "-p", port.c_str(), "-js", "-sd", store.c_str(), nullptr);
        _exit(127);
    }
    for (int tries = 0; tries < 500; ++tries) {
        if (listens(port_)) return;
        int status = 0;
        if (waitpid(pid_, &status, WNOHANG) == pid_) {
            pid_ = -1;
            throw std::runtime_error("nats-server does not start; is the package nats-server installed?");
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    throw std::runtime_error("nats-server does not listen");
}

void NatsServer::stop() {
    if (pid_ <= 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    pid_ = -1;
}

}  // namespace vitrine::test
