#pragma once
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/steady_timer.hpp>

#include "core/time.h"
#include "io/pg/libpq.h"

namespace vitrine::pg {

namespace asio = boost::asio;
using Take = std::function<void(pg_result*)>;

/// How one flight ended. At most one of them tells of trouble first: a lost connection beats an error.
struct Landing {
    std::optional<Error> error;       ///< the first the server raised; what followed was skipped by it
    std::exception_ptr misread;       ///< a result that could not be decoded
    size_t statements_done = 0;       ///< how many statements of the flight the server finished
    bool lost = false;                ///< the connection is gone; what was sent and not answered may have happened or not
    bool timed_out = false;           ///< we gave up waiting ourselves
    bool unheard = false;             ///< a simulation kept the answer back (flight_fate.h)
    bool is_clean() const { return !error && !misread && !lost; }
};

/// One connection in pipeline mode on one loop. Statements are added, then fly together to one Sync; one flight at a time.
/// Statements are prepared on their first use, in the same flight. Callbacks, not coroutines: a loop that is torn down leaves nothing behind.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(asio::io_context& context, ConnectionHandle handle);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Adds only the preparation of a statement, when it is not prepared yet.
    void prepare(const Statement& statement);
    /// Adds a statement to the next flight. `row_by_row` needs a flight of its own.
    void add(const Statement& statement, const Parameters& parameters, Take take = {}, bool row_by_row = false);
    /// Sends what was added and calls `landed` once, later, when all is answered. After `deadline` (zero: never) and a grace the server is
    /// asked to cancel; when it stays silent the connection counts as lost.
    void fly(Instant deadline, std::function<void(Landing)> landed);

    /// False once lost, or when a cancel request may still be under way and would hit the next user.
    bool is_reusable() const { return !spoiled_ && PQstatus(handle_.get()) == CONNECTION_OK; }
    /// A quick look (one system call) whether the server closed an idle connection.
    bool is_still_open() const;

    /// Calls `hear(channel, payload)` for each NOTIFY until the connection is lost, then `lost()`. Only between flights.
    void listen(std::function<void(std::string, std::string)> hear, std::function<void()> lost);
    PGconn* handle() { return handle_.get(); }
    void close();  ///< drops all handlers; no callback comes any more

private:
    struct Step {
        const Statement* statement;
        Take take;
        bool is_preparation;
    };
    void pump();
    bool drain();  ///< true when the Sync was reached
    void absorb(pg_result* result);
    void absorb_failure(pg_result* result);
    void wait(bool also_writable);
    void end(bool lost);
    void arm_guard(Instant deadline);
    void ask_to_cancel();
    void await_notification();

    ConnectionHandle handle_;
    /// A duplicate: libpq closes its own when the connection breaks, and the number may be another connection's a moment later.
    asio::posix::stream_descriptor socket_;
    asio::steady_timer guard_;
    std::unordered_map<const Statement*, std::string> prepared_;
    std::vector<Step> steps_;
    size_t current_ = 0;
    Landing landing_;
    std::function<void(Landing)> landed_;
    std::function<void(std::string, std::string)> hear_;
    std::function<void()> lost_;
    unsigned flight_ = 0;
    bool waits_readable_ = false, waits_writable_ = false;
    bool spoiled_ = false;
};

}  // namespace vitrine::pg
