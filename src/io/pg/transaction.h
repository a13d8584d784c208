#pragma once
#include "io/pg/pool.h"

namespace vitrine::pg {

struct Queued {
    const Statement* statement;
    Parameters parameters;
    Take take;
};

/// The statement that says who acts, for how long a statement may run, and whether the commit waits for the disk.
Query<std::int64_t> scope_of(const Ctx& ctx, bool durable);

/// The connection was lost before the commit left: nothing happened, so the transaction may run again.
struct LostBeforeCommit : Unavailable {
    using Unavailable::Unavailable;
};

/// Sends one flight and waits for it. Throws what went wrong: pg::Error, DeadlinePassed, LostBeforeCommit, or what the decoding threw.
Task<void> fly(Pool& pool, Connection& connection, Instant deadline);

/// A connection on loan. Unless it is given back clean, it is closed: an open transaction never reaches the next user.
class Lease {
public:
    explicit Lease(Pool& pool) : pool_(pool) {}
    ~Lease() { give_back(false); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    void hold(std::shared_ptr<Connection> connection) { connection_ = std::move(connection); }
    void give_back(bool clean) {
        if (auto connection = std::move(connection_)) pool_.release(std::move(connection), clean);
    }
    explicit operator bool() const { return bool(connection_); }
    Connection* operator->() const { return connection_.get(); }
    Connection& operator*() const { return *connection_; }

private:
    Pool& pool_;
    std::shared_ptr<Connection> connection_;
};

/// One attempt of a transaction.
struct Tx::Inner {
    Pool& pool;
    const Ctx& ctx;
    TxOptions options;
    Lease lease{pool};
    std::vector<Queued> queue;
    std::vector<std::function<void()>> afterwards;
    std::exception_ptr broken;   ///< the first failure; the server has given the transaction up
    bool begun = false, in_flight = false;

    Task<void> flush();
    Task<void> commit();
    Task<void> roll_back();      ///< never throws
    void run_afterwards();

private:
    Task<void> board();          ///< takes a connection and adds begin and scope, once
    void add_queued();
    Task<void> send();
};

}  // namespace vitrine::pg
