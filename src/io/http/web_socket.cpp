// From a request to a WebSocket: who may open one, and what is said where none is opened.
#include <boost/beast/websocket/ssl.hpp>

#include "io/http/answer_head.h"
#include "io/http/beast_socket.h"
#include "io/http/connection.h"
#include "io/http/server_state.h"
#include "io/telemetry/log.h"

namespace vitrine::http {
namespace {

namespace beast_http = boost::beast::http;

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
