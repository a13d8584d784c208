#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/http/routes.h"
#include "io/loop.h"

namespace vitrine::http {

struct ServerOptions {
    std::string address = "127.0.0.1";
    unsigned short port = 8080;          ///< 0: any free one; ask Server::port()
    std::string tls_certificate_file, tls_key_file;  ///< both or none; TLS 1.3 only
    size_t header_limit_bytes = 16 * 1024;
    size_t connection_limit = 12'000;    ///< of this loop; above it the answer is 503 with Retry-After and the connection closes
    size_t requests_in_work_limit = 1'024;  ///< of this loop; above it 503 with Retry-After at once
    int header_timeout_ms = 10'000;      ///< first byte to end of header
    int body_timeout_ms = 30'000;
    int idle_timeout_ms = 75'000;        ///< between requests of one connection
    int write_timeout_ms = 30'000;
    std::vector<std::string> trusted_proxies;  ///< addresses whose X-Forwarded-For is believed
    std::string security_policy;         ///< Content-Security-Policy; a handler may replace it on its own answer
    bool access_log = true;
    int access_log_sample = 1;           ///< one line in so many; answers of 500 and above are always logged
    int heartbeat_ms = 15'000;           ///< of silent event streams and WebSockets
    std::shared_ptr<RateLimiter> rate_limiter;  ///< one for all loops; null: no route is limited
    /// A page in place of problem+json where a browser asks for HTML outside /api. Nothing: a plain built-in page.
    std::function<std::optional<Response>(void* env, const Request&, const Refusal&)> error_page;
};

/// Makes the Ctx of a request before its handler runs: store, actor, role, permission. Refuses what may not pass.
using Gate = std::function<Task<Result<Ctx>>(void* env, const Request&, const Route&)>;

/// The trie of all routes; built once, shared by every loop.
class Router {
public:
    explicit Router(std::vector<Route> routes);  ///< std::logic_error for two routes of one method and pattern, or an /api route without summary
    ~Router();
    struct Match {
        const Route* route = nullptr;            ///< null: nothing here
        bool path_known = false;                 ///< another method would fit: 405
        std::vector<Method> allowed;
    };
    /// Fills request.path_parameters. HEAD falls back to GET.
    Match find(Request& request) const;
    const std::vector<Route>& routes() const;

private:
    struct Node;
    std::vector<Route> routes_;
    std::unique_ptr<Node> root_;
};

/// The OpenAPI 3.1 document of all routes under /api.
std::string openapi_document(const std::vector<Route>& routes, std::string title, std::string version);

/// Listens on its loop's share of the port (SO_REUSEPORT) and answers. One Server a loop.
class Server {
public:
    Server(Loop& loop, const Router& router, void* env, Gate gate, ServerOptions options);
    ~Server();
    void listen();                 ///< before the loop runs or on its thread; std::runtime_error when the port cannot be had
    unsigned short port() const;
    size_t requests_in_work() const;  ///< taken and not answered yet; streams count until they begin
    /// Stops accepting, lets requests in work end (each answer says Connection: close), closes idle connections; gives up after `limit`.
    Task<void> drain(Duration limit);

private:
    std::shared_ptr<struct ServerState> state_;  // connections share it: they may end after the Server
};

}  // namespace vitrine::http
