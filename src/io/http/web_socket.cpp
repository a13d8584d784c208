// WebSockets (RFC 6455) by Beast: text messages up to 64 KiB, pings while silent, a closing handshake at the end.
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>

#include "io/http/answer_head.h"
#include "io/http/connection.h"
#include "io/http/outstanding.h"
#include "io/http/server_state.h"
#include "io/telemetry/log.h"

namespace vitrine::http {
namespace {

namespace websocket = boost::beast::websocket;
namespace beast_http = boost::beast::http;
using Error = boost::beast::error_code;
using Handshake = beast_http::request<beast_http::empty_body>;

constexpr size_t most_message_bytes = 64 * 1024;

template <class Next>
class BeastSocket final : public Socket {
public:
    BeastSocket(Next& next, Loop& loop, const ServerOptions& options) : loop_(loop), turn_(loop), stream_(next) {
        stream_.read_message_max(most_message_bytes);
        stream_.set_option(websocket::stream_base::timeout{std::chrono::milliseconds(options.header_timeout_ms),
                                                           std::chrono::milliseconds(2 * options.heartbeat_ms), true});
    }

    Task<bool> accept(const Handshake& handshake, std::string_view request_id) {
        stream_.set_option(websocket::stream_base::decorator([id = std::string(request_id)](websocket::response_type& answer) {
            answer.set("X-Request-Id", id);
            answer.set("X-Content-Type-Options", "nosniff");
        }));
        auto wait = suspend<Error>([&](auto done) { stream_.async_accept(handshake, done); });
        co_return !co_await wait;
    }

    Task<std::optional<std::string>> receive() override {
        boost::beast::flat_buffer buffer;
        auto wait = suspend<Error>([&](auto done) { stream_.async_read(buffer, [done](Error error, size_t) mutable { done(error); }); });
        if (co_await wait) co_return std::nullopt;
        if (!stream_.got_text()) {
            co_await close(websocket::close_code::unknown_data, "send text");
            co_return std::nullopt;
        }
        auto bytes = buffer.cdata();
        co_return std::string(static_cast<const char*>(bytes.data()), bytes.size());
    }

    Task<bool> send(std::string text) override {
        co_await turn_.take();
        stream_.text(true);
        auto wait = suspend<Error>([&](auto done) { stream_.async_write(boost::asio::buffer(text), [done](Error error, size_t) mutable { done(error); }); });
        Error error = co_await wait;
        turn_.give();
        co_return !error;
    }

    Task<void> close(int code, std::string reason) override {
        if (is_closing_ || !stream_.is_open()) co_return;
        is_closing_ = true;
        outstanding_.begin();
        websocket::close_reason why(static_cast<websocket::close_code>(code), reason.substr(0, 120));
        auto wait = suspend<Error>([&](auto done) { stream_.async_close(why, done); });
        co_await wait;
        outstanding_.end();
    }

    void leave() { loop_.spawn(close(websocket::close_code::going_away, "restarting")); }
    Task<void> finish() {
        co_await turn_.take();
        co_await close(websocket::close_code::normal, "");
        co_await outstanding_.wait();
    }

private:
    Loop& loop_;
    Turn turn_;
    Outstanding outstanding_;
    bool is_closing_ = false;
    websocket::stream<Next&> stream_;
};

Handshake handshake_of(const Request& request) {
    Handshake handshake{beast_http::verb::get, request.target, 11};
    for (const auto& [name, value] : request.headers) handshake.insert(name, value);
    return handshake;
}

/// A page of another site must not speak with our cookies (cross-site WebSocket hijacking).
bool is_same_origin(const Request& request) {
    auto origin = request.header("origin");
    if (origin.empty()) return true;  // not a browser
    auto start = origin.find("://");
    return start != std::string_view::npos && origin.substr(start + 3) == request.header("host");
}

template <class Next>
Task<void> converse(Connection& connection, Next& next, const Handshake& handshake, Upgrade& upgrade) {
    auto& server = connection.server();
    BeastSocket<Next> socket(next, server.loop, server.options);
    bool is_accepted = co_await socket.accept(handshake, connection.request().request_id);
    if (!is_accepted) co_return;
    connection.on_drain = [&socket] { socket.leave(); };
    if (server.is_draining) socket.leave();
    try {
        auto run = upgrade.run(socket);
        co_await std::move(run);
    } catch (const std::exception& why) {
        log::error("http.socket_failed", {{"request_id", connection.request().request_id}, {"error", why.what()}});
    }
    connection.on_drain = nullptr;
    co_await socket.finish();
}

}  // namespace

Task<bool> run_socket(Connection& connection, const Response& response, Upgrade& upgrade, int& status) {
    auto& server = connection.server();
    const auto& request = connection.request();
    auto handshake = handshake_of(request);
    std::optional<Refusal> no;
    if (!websocket::is_upgrade(handshake)) no = refuse(refusals::upgrade_required).error();
    else if (!is_same_origin(request)) no = refuse(refusals::forbidden, "this origin may not open a socket here").error();
    else if (connection.has_pending_bytes()) no = refuse(refusals::malformed, "wait for the handshake").error();
    if (no) {
        auto answer = problem(*no, request.request_id);
        status = answer.status;
        const auto& body = std::get<std::string>(answer.body);
        AnswerHead head(server.head_scratch, server, status, request.request_id);
        head.add_all(answer.headers).add_all(response.headers);
        if (status == 426) head.add("Upgrade", "websocket");
        head.finish(body.size(), "close");
        co_await connection.send({server.head_scratch, body, {}});
        co_return false;
    }
    status = 101;
    connection.enter(Connection::Phase::streaming);
    if (auto* tls = connection.stream().tls()) co_await converse(connection, *tls, handshake, upgrade);
    else co_await converse(connection, connection.stream().socket(), handshake, upgrade);
    connection.stream().abort();
    co_return false;
}

}  // namespace vitrine::http
