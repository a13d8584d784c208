#pragma once
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "io/http/deadlines.h"
#include "io/http/server.h"
#include "io/http/server_metrics.h"

namespace vitrine::http {

class Connection;

/// What the connections of one loop share.
struct ServerState {
    ServerState(Loop& loop, const Router& router, void* env, Gate gate, ServerOptions options);

    Loop& loop;
    const Router& router;
    void* env;
    Gate gate;
    ServerOptions options;
    ServerMetrics metrics;
    Deadlines deadlines;
    boost::asio::steady_timer ticker;
    boost::asio::ip::tcp::acceptor acceptor;
    std::unique_ptr<boost::asio::ssl::context> tls;

    std::unordered_set<Connection*> connections;
    size_t requests_in_work = 0;
    bool is_draining = false;
    bool is_closed = false;                  // the Server is gone or drained: the ticker stops
    std::array<char, 64 * 1024> scratch;     // bytes just received, until the next await

    std::string head_scratch;                // the head being written, until the next await

    /// Date and security headers, the same for all answers of a second.
    std::string_view common_headers();
    std::string policy_header;               // Content-Security-Policy, apart because an answer may bring its own

    void start_ticking(std::shared_ptr<ServerState> self);

private:
    std::string security_headers_, common_headers_;
    std::int64_t common_second_ = 0;
};

/// A TLS 1.3 only context. Throws std::runtime_error naming the file that cannot be used.
std::unique_ptr<boost::asio::ssl::context> make_tls_context(const std::string& certificate_file, const std::string& key_file);

}  // namespace vitrine::http
