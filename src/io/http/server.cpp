#include "io/http/server.h"

#include <algorithm>
#include <stdexcept>

#include <sys/socket.h>

#include "io/http/answer_head.h"
#include "io/http/connection.h"
#include "io/http/server_state.h"
#include "io/telemetry/log.h"

namespace vitrine::http {
namespace {

using ErrorCode = boost::system::error_code;
using StatePointer = std::shared_ptr<ServerState>;
using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

/// More connections than we can serve: a short answer at once is kinder than a wait.
void turn_away(ServerState& server, Tcp::socket socket) {
    server.metrics.rejected(ServerMetrics::Rejection::connections);
    if (server.tls) return;
    auto answer = problem(refuse(refusals::overloaded).error(), {});
    const auto& body = std::get<std::string>(answer.body);
    AnswerHead head(server.head_scratch, server, answer.status, {});
    head.add_all(answer.headers).finish(body.size(), "close");
    ErrorCode ignored;
    socket.non_blocking(true, ignored);
    std::array<asio::const_buffer, 2> buffers{asio::buffer(server.head_scratch), asio::buffer(body)};
    socket.write_some(buffers, ignored);
    socket.shutdown(Tcp::socket::shutdown_send, ignored);
}

void welcome(const StatePointer& server, Tcp::socket socket) {
    if (server->connections.size() >= server->options.connection_limit) return turn_away(*server, std::move(socket));
    auto connection = std::make_unique<Connection>(server, std::move(socket));
    server->loop.spawn(Connection::run(std::move(connection)));
}

Task<void> accept_all(StatePointer server) {
    while (server->acceptor.is_open()) {
        Tcp::socket socket(server->loop.context());
        auto wait = suspend<ErrorCode>([&](auto done) { server->acceptor.async_accept(socket, done); });
        ErrorCode error = co_await wait;
        if (!error) {
            welcome(server, std::move(socket));
            continue;
        }
        if (error == asio::error::operation_aborted || !server->acceptor.is_open()) co_return;
        log::warn("http.accept_failed", {{"error", error.message()}});  // such as too many open files: wait for some to close
        asio::steady_timer pause(server->loop.context(), std::chrono::milliseconds(100));
        auto rest = suspend<ErrorCode>([&](auto done) { pause.async_wait(done); });
        co_await rest;
    }
}

/// Those that the kernel has accepted for us already are served, not reset.
void accept_the_waiting(const StatePointer& server) {
    ErrorCode error;
    server->acceptor.cancel(error);
    server->acceptor.non_blocking(true, error);
    while (!error) {
        Tcp::socket socket(server->loop.context());
        server->acceptor.accept(socket, error);
        if (!error) welcome(server, std::move(socket));
    }
    server->acceptor.close(error);
}

}  // namespace

Server::Server(Loop& loop, const Router& router, void* env, Gate gate, ServerOptions options)
    : state_(std::make_shared<ServerState>(loop, router, env, std::move(gate), std::move(options))) {}

Server::~Server() {
    state_->is_closed = state_->is_draining = true;
    ErrorCode ignored;
    state_->acceptor.close(ignored);
    state_->ticker.cancel();
    for (auto* connection : state_->connections) connection->abort();
}

void Server::listen() {
    const auto& options = state_->options;
    try {
        Tcp::endpoint endpoint(asio::ip::make_address(options.address), options.port);
        state_->acceptor.open(endpoint.protocol());
        state_->acceptor.set_option(Tcp::acceptor::reuse_address(true));
        state_->acceptor.set_option(ReusePort(true));
        state_->acceptor.bind(endpoint);
        state_->acceptor.listen(4096);
    } catch (const boost::system::system_error& why) {
        throw std::runtime_error("cannot listen on " + options.address + ":" + std::to_string(options.port) + ": " + why.code().message());
    }
    state_->loop.spawn(accept_all(state_));
    state_->start_ticking(state_);
}

unsigned short Server::port() const { return state_->acceptor.local_endpoint().port(); }

size_t Server::requests_in_work() const { return state_->requests_in_work; }

Task<void> Server::drain(Duration limit) {
    auto state = state_;
    state->is_draining = true;
    if (state->acceptor.is_open()) accept_the_waiting(state);
    auto each = [&state](auto what) {
        auto now = std::vector<Connection*>(state->connections.begin(), state->connections.end());
        for (auto* connection : now)
            if (state->connections.contains(connection)) what(*connection);
    };
    each([](Connection& connection) { connection.drain(); });
    constexpr auto pace = std::chrono::milliseconds(10);
    auto deadline = std::chrono::steady_clock::now() + limit;
    while (!state->connections.empty() && std::chrono::steady_clock::now() < deadline) co_await sleep_for(pace);
    each([](Connection& connection) { connection.abort(); });
    deadline = std::chrono::steady_clock::now() + std::chrono::seconds(1);
    while (!state->connections.empty() && std::chrono::steady_clock::now() < deadline) co_await sleep_for(pace);
    state->is_closed = true;
    state->ticker.cancel();
    state->metrics.publish();
}

}  // namespace vitrine::http
