#pragma once
#include <deque>

#include "core/task.h"
#include "io/loop.h"
#include "io/pg/connecting.h"
#include "io/telemetry/metrics.h"

namespace vitrine::pg {

/// The connections of one loop. Waiters are served first come, first served. Reconnects by itself.
class Pool : public std::enable_shared_from_this<Pool> {
public:
    Pool(Loop& loop, DbOptions options);

    /// Waits for a connection: pg::Unavailable when the line is full or the wait too long, pg::DeadlinePassed at `deadline` (zero: none).
    Task<std::shared_ptr<Connection>> acquire(Instant deadline);
    /// Takes a connection back. `clean`: no transaction is open on it; otherwise it is closed.
    void release(std::shared_ptr<Connection> connection, bool clean);

    void start();                                   ///< from any thread
    void shut();                                    ///< closes idle ones and refuses waiters; nothing comes back afterwards
    int connected() const { return int(idle_.size()) + busy_; }
    int busy() const { return busy_; }
    Loop& loop() { return loop_; }
    const ConnectParameters& parameters() const { return parameters_; }
    metrics::Timer query_seconds;
    metrics::Counter retries;
    void count_error(std::string_view sqlstate);

private:
    struct Waiter {
        std::function<void(std::shared_ptr<Connection>)> serve;  ///< nothing when the time is over
        std::chrono::steady_clock::time_point until;
    };
    std::shared_ptr<Connection> take_idle();
    void hand_out(std::shared_ptr<Connection> connection);
    void fill();
    void connected_or_not(std::shared_ptr<Connection> connection, const std::string& reason);
    void tick();
    void arm_tick();
    void set_busy(int change);

    Loop& loop_;
    DbOptions options_;
    ConnectParameters parameters_;
    std::vector<std::shared_ptr<Connection>> idle_;
    std::deque<Waiter> waiters_;
    asio::steady_timer tick_timer_, backoff_timer_;
    metrics::Timer acquire_seconds_;
    metrics::Gauge in_use_;
    int busy_ = 0, opening_ = 0, failures_ = 0;
    bool backing_off_ = false, shut_ = false;
};

}  // namespace vitrine::pg
