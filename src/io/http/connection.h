#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/id.h"
#include "io/http/deadlines.h"
#include "io/http/request_reader.h"
#include "io/http/server.h"
#include "io/http/stream.h"

namespace vitrine::http {

struct ServerState;

/// One client's connection: reads requests one after the other, has them answered, sends the answers. Owned by its own coroutine.
class Connection final : public Timed {
public:
    Connection(std::shared_ptr<ServerState> server, Tcp::socket socket);
    ~Connection();
    static Task<void> run(std::unique_ptr<Connection> self);

    void drain();            ///< closes when idle; otherwise the answer in work is the last
    void abort();
    void expire() override;  ///< its phase took too long

    ServerState& server() { return *server_; }
    const std::shared_ptr<ServerState>& shared_server() { return server_; }
    Stream& stream() { return stream_; }
    const Request& request() const { return request_; }
    const Route* route() const { return route_; }   ///< of the request in work; null where none was found
    bool has_pending_bytes() const { return !pending_.empty(); }

    enum class Phase { idle, reading_head, reading_body, working, writing, streaming, ending };
    void enter(Phase phase, int limit_ms = 0);  ///< 0: no limit
    /// Sends all pieces within the write limit. False: the client is gone. Counts the bytes.
    Task<bool> send(Pieces pieces);
    /// Called instead of the usual when this connection must end: a stream tells its handler, a WebSocket says goodbye.
    std::function<void()> on_drain;
    std::string_view connection_header() const;

private:
    enum class Reading { done, gone, refused };
    Task<void> serve();
    Task<bool> read_head();
    Task<Reading> read_body(size_t limit_bytes);
    Task<void> skip_body();
    Task<bool> answer_one();
    Task<Response> take_response(const Route& route);
    std::optional<Response> judge(const Router::Match& match);
    Task<std::optional<Response>> count_call(const Route& route);
    void tell_rate(const RatePolicy& policy, Response& response) const;
    void describe_request();
    void record(const Route* route, const Response& response);
    void note_rejection(const Refusal& refusal);

    Task<bool> send_response(Response& response);
    Task<bool> send_whole(const Response& response, std::string_view body);
    Task<bool> send_cached(const Response& response, const CachedAnswer& answer);

    std::shared_ptr<ServerState> server_;
    Stream stream_;
    std::string peer_ip_;
    std::string pending_;  // received, not yet read
    Request request_;
    const Route* route_ = nullptr;
    std::optional<RequestReader> reader_;
    Phase phase_ = Phase::idle;
    bool keeps_alive_ = true, has_timed_out_ = false, is_gone_ = false;
    int requests_without_wait_ = 0;

    std::chrono::steady_clock::time_point started_;
    StoreId store_;
    std::optional<RateVerdict> rate_;
    int status_ = 0;
    std::uint64_t bytes_sent_ = 0;
};

/// Runs gate and handler of a route; turns what they throw into 503 or 500. `store` gets the request's store, for the log.
Task<Response> respond(ServerState& server, const Request& request, const Route& route, StoreId& store);

/// A page in place of a problem where a browser asked outside /api.
void show_as_page(ServerState& server, const Request& request, Response& response);

/// The other kinds of bodies. Each gives whether the connection can be kept.
Task<bool> send_file(Connection& connection, const Response& response, const FileBody& file, int& status);
Task<bool> send_events(Connection& connection, const Response& response, EventStream& stream);
Task<bool> run_socket(Connection& connection, const Response& response, Upgrade& upgrade, int& status);

}  // namespace vitrine::http
