#include "io/pg/pool.h"

#include "io/telemetry/log.h"

namespace vitrine::pg {

using SteadyClock = std::chrono::steady_clock;

Pool::Pool(Loop& loop, DbOptions options)
    : query_seconds(metrics::timer("vitrine_pg_flight_seconds", "From sending a pipeline to its last answer")),
      retries(metrics::counter("vitrine_pg_retries_total", "Transactions that ran again")),
      loop_(loop),
      options_(std::move(options)),
      parameters_(connect_parameters(options_.conninfo, options_.user)),
      tick_timer_(loop.context()),
      backoff_timer_(loop.context()),
      acquire_seconds_(metrics::timer("vitrine_pg_acquire_seconds", "Waiting for a connection of the pool")),
      in_use_(metrics::gauge("vitrine_pg_connections_in_use", "Connections with a transaction at work")) {}

void Pool::start() {
    loop_.post([weak = weak_from_this()] {
        if (auto self = weak.lock(); self && !self->shut_) self->fill(), self->arm_tick();
    });
}

Task<std::shared_ptr<Connection>> Pool::acquire(Instant deadline) {
    if (shut_) throw Unavailable("the database connections are closed");
    auto asked = SteadyClock::now();
    std::shared_ptr<Connection> connection;
    if (waiters_.empty()) connection = take_idle();
    if (!connection) {
        if (int(waiters_.size()) >= options_.queue_limit) throw Unavailable("too many wait for a database connection");
        auto until = asked + std::chrono::milliseconds(options_.acquire_timeout_ms);
        bool ends_with_deadline = false;
        if (deadline != Instant{}) {
            auto last = asked + std::max<Duration>(deadline - clock_now(), Duration{});
            if (last < until) until = last, ends_with_deadline = true;
        }
        fill();
        auto turn = suspend<std::shared_ptr<Connection>>([&](auto done) {
            waiters_.push_back({std::move(done), until});
            if (waiters_.size() == 1) arm_tick();
        });
        connection = co_await turn;
        if (!connection && ends_with_deadline) throw DeadlinePassed("the deadline passed while waiting for a database connection");
        if (!connection) throw Unavailable("no database connection in time");
    } else {
        set_busy(+1);
    }
    acquire_seconds_.observe(std::chrono::duration<double>(SteadyClock::now() - asked).count());
    co_return connection;
}

std::shared_ptr<Connection> Pool::take_idle() {
    while (!idle_.empty()) {
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        if (connection->is_still_open()) return connection;
        connection->close();
    }
    return {};
}

void Pool::release(std::shared_ptr<Connection> connection, bool clean) {
    set_busy(-1);
    if (clean && connection->is_reusable() && !shut_) return hand_out(std::move(connection));
    connection->close();
    connection.reset();
    if (!shut_) fill();
}

void Pool::hand_out(std::shared_ptr<Connection> connection) {
    if (waiters_.empty()) return idle_.push_back(std::move(connection));
    auto waiter = std::move(waiters_.front());
    waiters_.pop_front();
    set_busy(+1);
    // Through the loop, so that a long line of waiters does not become a deep stack.
    asio::post(loop_.context(), [serve = std::move(waiter.serve), connection = std::move(connection)]() mutable { serve(std::move(connection)); });
}

void Pool::fill() {
    if (backing_off_ || shut_) return;
    // While the server is away one try at a time is enough.
    int wanted = failures_ > 0 ? 1 : options_.connections;
    while (connected() + opening_ < options_.connections && opening_ < wanted) {
        ++opening_;
        connect(loop_.context(), parameters_, [weak = weak_from_this()](std::shared_ptr<Connection> connection, const std::string& reason) {
            if (auto self = weak.lock()) self->connected_or_not(std::move(connection), reason);
        });
    }
}

void Pool::connected_or_not(std::shared_ptr<Connection> connection, const std::string& reason) {
    --opening_;
    if (shut_) return;
    if (connection) {
        failures_ = 0;
        hand_out(std::move(connection));
        return fill();
    }
    if (failures_++ == 0) log::warn("pg.connect_failed", {{"reason", reason}});
    if (backing_off_) return;
    backing_off_ = true;
    backoff_timer_.expires_after(backoff(failures_ - 1));
    backoff_timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& fault) {
        auto self = weak.lock();
        if (fault || !self) return;
        self->backing_off_ = false;
        self->fill();
    });
}

void Pool::arm_tick() {
    constexpr auto while_waiting = 20ms;
    constexpr auto while_quiet = 1s;
    tick_timer_.expires_after(waiters_.empty() ? Duration(while_quiet) : Duration(while_waiting));
    tick_timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& fault) {
        auto self = weak.lock();
        if (self && !self->shut_ && !fault) self->tick();
    });
}

/// Ends waits that took too long, and notices idle connections that the server closed.
void Pool::tick() {
    auto now = SteadyClock::now();
    std::erase_if(idle_, [](const auto& connection) { return !connection->is_still_open() && (connection->close(), true); });
    std::vector<Waiter> late;
    std::deque<Waiter> patient;
    for (auto& waiter : waiters_) (waiter.until <= now ? late.push_back(std::move(waiter)) : patient.push_back(std::move(waiter)));
    waiters_ = std::move(patient);
    fill();
    arm_tick();
    for (auto& waiter : late) waiter.serve({});
}

void Pool::shut() {
    shut_ = true;
    tick_timer_.cancel();
    backoff_timer_.cancel();
    for (auto& connection : idle_) connection->close();
    idle_.clear();
    auto waiters = std::exchange(waiters_, {});
    for (auto& waiter : waiters) waiter.serve({});
}

void Pool::set_busy(int change) {
    busy_ += change;
    in_use_.add(change);
}

void Pool::count_error(std::string_view sqlstate) {
    // The class (two characters) is bounded; the whole state would be, too, but nobody graphs two hundred lines.
    std::string kind(sqlstate.size() == 5 ? sqlstate.substr(0, 2) : "lost");
    metrics::counter("vitrine_pg_errors_total", "Statements that failed, by class of SQLSTATE", {{"class", kind}}).add();
}

}  // namespace vitrine::pg
