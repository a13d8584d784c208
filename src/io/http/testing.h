#pragma once
// A server on its own thread and a plain socket to talk to it, for tests.
#include <cstring>
#include <functional>
#include <future>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "io/http/server.h"
#include "io/loop.h"

namespace vitrine::http::testing {

inline Task<Result<Ctx>> open_gate(void*, const Request&, const Route&) { co_return Ctx{}; }

/// Serves `routes` on a free port of the loopback address until it is destroyed (then it drains).
class TestServer {
public:
    TestServer(std::vector<Route> routes, void* env, ServerOptions options = {}, Gate gate = open_gate) : router_(std::move(routes)) {
        options.port = 0;
        server_ = std::make_unique<Server>(loop_, router_, env, std::move(gate), std::move(options));
        server_->listen();
        port_ = server_->port();
        thread_ = std::thread([this] { loop_.run(); });
    }
    ~TestServer() {
        drain(std::chrono::seconds(0));
        // The stop goes behind what the end of the server leaves to be done.
        loop_.post([this] { server_.reset(), loop_.post([this] { loop_.stop(); }); });
        thread_.join();
    }
    void drain(Duration limit) { start_drain(limit).get(); }
    std::future<void> start_drain(Duration limit) {
        auto done = std::make_shared<std::promise<void>>();
        loop_.post([this, limit, done] { loop_.spawn(drain_then(limit, done)); });
        return done->get_future();
    }
    /// Runs `work` on the loop's thread and waits for it.
    void on_loop(std::function<void()> work) {
        std::promise<void> done;
        loop_.post([&] { work(), done.set_value(); });
        done.get_future().get();
    }
    unsigned short port() const { return port_; }
    Loop& loop() { return loop_; }

private:
    Task<void> drain_then(Duration limit, std::shared_ptr<std::promise<void>> done) {
        co_await server_->drain(limit);
        done->set_value();
    }
    Loop loop_;
    Router router_;
    std::unique_ptr<Server> server_;
    unsigned short port_ = 0;
    std::thread thread_;
};

struct Answer {
    int status = 0;
    std::map<std::string, std::string> headers;  // names in lower case; of repeated ones the last
    std::string head, body;
    std::string header(const std::string& name) const {
        auto at = headers.find(name);
        return at == headers.end() ? "" : at->second;
    }
};

/// A blocking socket. Reads give what there is before the server closes or ten seconds pass.
class Client {
public:
    explicit Client(unsigned short port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(port);
        to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        timeval patience{10, 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        if (::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) throw std::runtime_error("cannot connect");
    }
    ~Client() { close(); }
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;
    void close() {
        if (socket_ >= 0) ::close(std::exchange(socket_, -1));
    }
    int descriptor() const { return socket_; }

    bool send(std::string_view bytes) {
        while (!bytes.empty()) {
            auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return false;
            bytes.remove_prefix(size_t(sent));
        }
        return true;
    }
    /// The next answer. `has_body` false after HEAD.
    Answer read(bool has_body = true) {
        Answer answer;
        read_until("\r\n\r\n");
        auto end = buffer_.find("\r\n\r\n");
        if (end == std::string::npos) return answer;
        answer.head = buffer_.substr(0, end + 2);
        buffer_.erase(0, end + 4);
        parse_head(answer);
        if (!has_body || answer.status == 304 || answer.status == 204 || answer.status < 200) return answer;
        if (auto length = answer.header("content-length"); !length.empty()) {
            auto wanted = std::stoul(length);
            while (buffer_.size() < wanted && more()) {}
            answer.body = buffer_.substr(0, wanted);
            buffer_.erase(0, wanted);
        } else {
            answer.body = read_to_end();
        }
        return answer;
    }
    Answer ask(std::string_view request, bool has_body = true) {
        send(request);
        return read(has_body);
    }
    std::string read_until(std::string_view mark) {
        while (buffer_.find(mark) == std::string::npos && more()) {}
        return buffer_;
    }
    std::string take_until(std::string_view mark) {
        read_until(mark);
        auto at = buffer_.find(mark);
        if (at == std::string::npos) return std::exchange(buffer_, {});
        auto taken = buffer_.substr(0, at + mark.size());
        buffer_.erase(0, taken.size());
        return taken;
    }
    std::string read_to_end() {
        while (more()) {}
        return std::exchange(buffer_, {});
    }
    /// Whether the server closed without a further byte.
    bool is_closed() { return read_to_end().empty() && is_at_end_; }

private:
    bool more() {
        char bytes[16 * 1024];
        auto count = ::recv(socket_, bytes, sizeof bytes, 0);
        is_at_end_ = count == 0 || (count < 0 && errno != EAGAIN);
        if (count <= 0) return false;
        buffer_.append(bytes, size_t(count));
        return true;
    }
    static void parse_head(Answer& answer) {
        answer.status = std::stoi(answer.head.substr(9, 3));
        for (size_t from = answer.head.find("\r\n") + 2; from < answer.head.size();) {
            auto end = answer.head.find("\r\n", from), colon = answer.head.find(": ", from);
            auto name = answer.head.substr(from, colon - from);
            for (char& c : name) c = char(std::tolower(c));
            answer.headers[name] = answer.head.substr(colon + 2, end - colon - 2);
            from = end + 2;
        }
    }
    int socket_;
    bool is_at_end_ = false;
    std::string buffer_;
};

inline std::string get(std::string_view path, std::string_view headers = {}) {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: shop.test\r\n" + std::string(headers) + "\r\n";
}
inline std::string post(std::string_view path, std::string_view type, std::string_view body, std::string_view headers = {}) {
    return "POST " + std::string(path) + " HTTP/1.1\r\nHost: shop.test\r\nContent-Type: " + std::string(type) + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
           std::string(headers) + "\r\n" + std::string(body);
}

}  // namespace vitrine::http::testing
