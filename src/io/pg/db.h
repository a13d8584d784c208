#pragma once
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

#include "core/ctx.h"
#include "core/result.h"
#include "core/task.h"
#include "io/loop.h"
#include "io/pg/query.h"

namespace vitrine::pg {

/// A statement failed. `sqlstate` as in PostgreSQL's appendix A; `constraint` when one was broken.
struct Error : std::runtime_error {
    Error(std::string sqlstate, std::string message, std::string constraint = {}, std::string statement = {});
    std::string sqlstate, constraint, statement;
    bool is_unique_violation() const { return sqlstate == "23505"; }
    bool is_worth_retrying() const { return sqlstate == "40001" || sqlstate == "40P01"; }
};
/// No connection in time, or the server is away. The HTTP layer answers 503 with Retry-After.
struct Unavailable : std::runtime_error {
    using std::runtime_error::runtime_error;
};
/// ctx.deadline passed before the answer; the statement was cancelled. Answered 503.
struct DeadlinePassed : Unavailable {
    using Unavailable::Unavailable;
};

struct TxOptions {
    bool durable = true;         ///< false: synchronous_commit off; a crash may lose the last milliseconds (carts only)
    bool read_only = false;
    bool retry = true;           ///< again (3 times, with jitter) after 40001, 40P01 and a connection lost before the commit left;
                                 ///< the body must then have no effect but through tx
};

/// The connection was lost while the commit was on its way: it may have happened or not. Never retried by itself; a caller with an
/// idempotency key may ask again. after_commit is not run.
struct CommitUnknown : Unavailable {
    using Unavailable::Unavailable;
};

/// A result that arrives with the next flush of its transaction.
template <class R>
class Later {
public:
    /// The decoded result. std::logic_error before the flush; pg::Error when the statement failed.
    R& operator*() const { return *slot_->value; }
    R* operator->() const { return &*slot_->value; }
    struct Slot {
        std::optional<R> value;
    };
    std::shared_ptr<Slot> slot_ = std::make_shared<Slot>();
};

/// One transaction on one connection in libpq's pipeline mode. Statements queue on the client and travel together;
/// `begin`, store, actor, role and deadline travel with the first of them, `commit` with the last.
class Tx {
public:
    const Ctx& ctx() const;

    /// Queues a statement for the next flush. A failure fails the flush or the commit with pg::Error. What leaves with the commit can only be
    /// stopped by the server: where a row count decides, flush first, or let the statement raise.
    template <class R>
    Later<R> queue(Query<R> query) {
        Later<R> later;
        enqueue(*query.statement, std::move(query.parameters), [slot = later.slot_, decode = query.decode](pg_result* result) { slot->value.emplace(decode(result)); });
        return later;
    }
    /// Queues a statement whose answer is of no interest; it leaves with the next flush or with the commit.
    template <class R>
    void send(Query<R> query) {
        queue(std::move(query));
    }
    Task<void> flush();  ///< one round trip for all that is queued

    /// Queues all, one round trip, all results.
    template <class R>
    Task<R> ask(Query<R> query) {
        auto later = queue(std::move(query));
        co_await flush();
        co_return std::move(*later);
    }
    template <class A, class B, class... R>
    Task<std::tuple<A, B, R...>> ask(Query<A> a, Query<B> b, Query<R>... rest) {
        auto laters = std::tuple{queue(std::move(a)), queue(std::move(b)), queue(std::move(rest))...};
        co_await flush();
        co_return std::apply([](auto&... later) { return std::tuple<A, B, R...>{std::move(*later)...}; }, laters);
    }

    /// Runs a query whose result may be large, row by row, with bounded memory.
    template <class Row>
    Task<void> each(Query<std::vector<Row>> query, std::function<void(Row)> visit) {
        std::optional<RowReader<Row>> reader;
        std::function<void(pg_result*)> take = [&](pg_result* result) {
            if (!reader) reader.emplace(result);
            for (int i = 0, count = Rows::count(result); i < count; ++i) visit(reader->read(result, i));
        };
        co_await stream(*query.statement, std::move(query.parameters), std::move(take));
    }

    /// Runs `work` on the loop once the commit is known to have happened; never when it did not, or when that is unknown.
    void after_commit(std::function<void()> work);

    struct Inner;
    explicit Tx(Inner& inner) : inner_(inner) {}

private:
    void enqueue(const Statement& statement, Parameters parameters, std::function<void(pg_result*)> take);
    Task<void> stream(const Statement& statement, Parameters parameters, std::function<void(pg_result*)> take);
    Inner& inner_;
};

struct DbOptions {
    std::string conninfo;               ///< libpq's; without user
    std::string user = "vitrine_app";   ///< the runtime role: owns nothing, cannot bypass row-level security
    int connections = 8;                ///< of this loop
    int queue_limit = 2'000;            ///< waiters for a connection before Unavailable at once
    int acquire_timeout_ms = 2'000;
};

/// A loop's connections. Reconnects with back-off; counts and times everything into the metrics.
class Db {
public:
    Db(Loop& loop, DbOptions options);
    ~Db();

    /// Runs `body(Tx&) -> Task<Result<T>>`. A value commits (with the last flush), a refusal or an exception rolls back.
    /// Retried as TxOptions say, so `body` may run more than once. Throws pg::Error, pg::Unavailable, pg::DeadlinePassed.
    template <class F>
    auto transaction(Ctx ctx, F body, TxOptions options = {}) -> std::invoke_result_t<F&, Tx&> {
        using R = typename ResultOf<std::invoke_result_t<F&, Tx&>>::type;
        std::optional<R> outcome;
        std::function<Task<bool>(Tx&)> attempt = [&](Tx& tx) -> Task<bool> { return run_body(body, tx, outcome); };
        co_await run(std::move(ctx), options, attempt);
        co_return std::move(*outcome);
    }

    /// One statement with its own implicit transaction, in one round trip, for reads.
    template <class R>
    Task<R> read(Ctx ctx, Query<R> query) {
        std::optional<R> value;
        std::function<void(pg_result*)> take = [&value, decode = query.decode](pg_result* result) { value.emplace(decode(result)); };
        co_await run_single(std::move(ctx), *query.statement, std::move(query.parameters), take);
        co_return std::move(*value);
    }

    /// Sends NOTIFY soon, at most once in 5 ms per channel and payload. Never inside the transactions that make news: NOTIFY's commit lock
    /// would put all commits of the database in single file. Lost when the process dies: listeners poll as well.
    void notify_soon(std::string channel, std::string payload = {});

    /// How many connections are up; /health/ready asks for at least one.
    int connected() const;
    Task<void> close();  ///< lets transactions in work end

private:
    template <class T>
    struct ResultOf;
    template <class T>
    struct ResultOf<Task<T>> {
        using type = T;
    };
    template <class F, class R>
    static Task<bool> run_body(F& body, Tx& tx, std::optional<R>& outcome) {
        auto result = co_await body(tx);
        bool commit = result.has_value();
        outcome.emplace(std::move(result));
        co_return commit;
    }
    Task<void> run(Ctx ctx, TxOptions options, std::function<Task<bool>(Tx&)>& attempt);
    Task<void> run_single(Ctx ctx, const Statement& statement, Parameters parameters, std::function<void(pg_result*)>& take);

    struct Inner;
    std::unique_ptr<Inner> inner_;
};

/// Calls `hear(payload)` for every NOTIFY on `channel`, and `hear("")` after each (re)connection, because news may have been missed.
class Listener {
public:
    Listener(Loop& loop, DbOptions options, std::string channel, std::function<void(std::string)> hear);
    ~Listener();

private:
    struct Inner;
    std::shared_ptr<Inner> inner_;
};

}  // namespace vitrine::pg
