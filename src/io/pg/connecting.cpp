#include "io/pg/connecting.h"

#include "core/random.h"

namespace vitrine::pg {
namespace {

constexpr auto patience = 5s;

class Connecting : public std::enable_shared_from_this<Connecting> {
public:
    using Done = std::function<void(std::shared_ptr<Connection>, std::string)>;
    Connecting(asio::io_context& context, Done done) : context_(context), socket_(context), timer_(context), done_(std::move(done)) {}
    ~Connecting() { let_go(); }

    void start(const ConnectParameters& parameters) {
        handle_.reset(PQconnectStartParams(parameters.names().data(), parameters.values().data(), 0));
        timer_.expires_after(patience);
        timer_.async_wait([self = shared_from_this()](const boost::system::error_code& fault) {
            if (!fault) self->fail("no answer in time");
        });
        if (PQstatus(handle_.get()) == CONNECTION_BAD) {
            return asio::post(context_, [self = shared_from_this()] { self->fail(PQerrorMessage(self->handle_.get())); });
        }
        wait(asio::posix::stream_descriptor::wait_write);
    }

private:
    void poll() {
        let_go();
        if (!done_) return;
        switch (PQconnectPoll(handle_.get())) {
            case PGRES_POLLING_READING: return wait(asio::posix::stream_descriptor::wait_read);
            case PGRES_POLLING_WRITING: return wait(asio::posix::stream_descriptor::wait_write);
            case PGRES_POLLING_OK: return finish(std::make_shared<Connection>(context_, std::move(handle_)), {});
            default: return fail(PQerrorMessage(handle_.get()));
        }
    }
    /// The socket may be another one after each step, so it is handed over anew.
    void wait(asio::posix::stream_descriptor::wait_type what) {
        socket_.assign(PQsocket(handle_.get()));
        socket_.async_wait(what, [self = shared_from_this()](const boost::system::error_code& fault) {
            if (fault != asio::error::operation_aborted) self->poll();
        });
    }
    void let_go() {
        if (socket_.is_open()) socket_.release();
    }
    void fail(std::string reason) { finish({}, std::move(reason)); }
    void finish(std::shared_ptr<Connection> connection, std::string reason) {
        if (!done_) return;
        let_go();
        timer_.cancel();
        auto done = std::exchange(done_, {});
        done(std::move(connection), std::move(reason));
    }

    asio::io_context& context_;
    ConnectionHandle handle_;
    asio::posix::stream_descriptor socket_;
    asio::steady_timer timer_;
    Done done_;
};

}  // namespace

void connect(asio::io_context& context, const ConnectParameters& parameters, std::function<void(std::shared_ptr<Connection>, std::string)> done) {
    std::make_shared<Connecting>(context, std::move(done))->start(parameters);
}

Duration backoff(int failures_in_row) {
    constexpr Duration first = 50ms, longest = 5s;
    auto whole = std::min(longest, first * (1 << std::min(failures_in_row, 10)));
    return whole - Duration(std::int64_t(random_below(std::uint64_t(whole.count() / 2 + 1))));
}

}  // namespace vitrine::pg
