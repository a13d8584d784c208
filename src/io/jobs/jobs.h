#pragma once
// News, retries and timers in one table. publish() writes in the caller's transaction; workers claim with SKIP LOCKED and
// delete the row in the handler's own transaction, so a reaction happens exactly once as far as the database can see.
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/ctx.h"
#include "core/shape.h"
#include "core/task.h"
#include "io/pg/db.h"

namespace vitrine::jobs {

using EventId = Id<"evt">;
using JobId = Id<"job">;

/// One job as its handler sees it.
struct Job {
    JobId id;
    StoreId store;
    std::string kind;       ///< "payments.start_on_order": subscriber or timer name
    std::string aggregate;  ///< jobs of one kind and aggregate run in order, one at a time
    int attempt = 1;
    RawJson payload;
    Instant due{};
};

/// How a job ends. Throwing means: again later (back-off with jitter), and after `attempts` parked. A handler that returns without
/// having called `finish` had nothing to write: the worker then deletes the row in a transaction of its own.
struct Attempt {
    const Job& job;
    Ctx ctx;                ///< role worker, store of the job; the deadline is the end of the lease
    /// Queues the deletion of the job row into `tx`: call it in the transaction that does the work. When the row is no longer ours
    /// (the lease ran out and another worker has it) that transaction fails, and nothing happened twice.
    void finish(pg::Tx& tx) const;

    Uuid lease;                       ///< ours alone; another worker that claims the job has another
    std::shared_ptr<bool> is_finished;  ///< set once a transaction with `finish` is committed
};

/// The sqlstate of a transaction that called `finish` after its lease was lost.
inline constexpr std::string_view lease_lost_sqlstate = "VJ001";

struct KindOptions {
    int attempts = 12;
    int first_retry_ms = 1'000;
    int longest_retry_ms = 15 * 60'000;
    int lease_ms = 60'000;        ///< longer than any attempt may take: then somebody else may have it
};

/// What the modules plug in. Env is type-erased: the worker hands the loop's App.
class Registry {
public:
    using Handler = std::function<Task<void>(void* env, const Attempt&)>;

    /// Subscribes a handler to a kind of news: `News::name` is its stable name ("orders.placed").
    template <class Env, class News>
    void on(std::string subscriber, Task<void> (*handler)(Env&, const Attempt&, const News&), KindOptions options = {}) {
        subscribe(std::string(News::name), subscriber);
        add(std::move(subscriber), wrap<Env, News>(handler), options);
    }
    /// A timer or background step without news of its own, enqueued by `later`.
    template <class Env, class Payload>
    void timer(std::string kind, Task<void> (*handler)(Env&, const Attempt&, const Payload&), KindOptions options = {}) {
        add(std::move(kind), wrap<Env, Payload>(handler), options);
    }
    const std::vector<std::string>& subscribers(std::string_view news) const;
    struct Kind {
        std::string name;
        Handler handler;
        KindOptions options;
    };
    const Kind* find(std::string_view kind) const;
    std::vector<std::string> kinds() const;

    /// The one registry of this process, filled by the modules at start, read-only afterwards.
    static Registry& global();

private:
    void subscribe(std::string news, std::string subscriber);
    void add(std::string kind, Handler handler, KindOptions options);
    template <class Env, class Payload>
    static Handler wrap(Task<void> (*handler)(Env&, const Attempt&, const Payload&)) {
        return [handler](void* env, const Attempt& attempt) -> Task<void> { return run<Env, Payload>(handler, env, attempt); };
    }
    template <class Env, class Payload>
    static Task<void> run(Task<void> (*handler)(Env&, const Attempt&, const Payload&), void* env, const Attempt& attempt) {
        auto payload = read_json<Payload>(attempt.job.payload.text);
        if (!payload) throw std::runtime_error("the payload of " + attempt.job.kind + " does not fit its shape");
        co_await handler(*static_cast<Env*>(env), attempt, *payload);
    }
    struct Inner;
    std::shared_ptr<Inner> inner_;
};

/// One piece of news to be written: name, aggregate ("ord_…") and payload.
struct Publication {
    std::string name;
    std::string aggregate;
    std::string payload;
    std::string actor = {}, request_id = {};  ///< empty: the transaction's. Set where one transaction works for several requests
};

/// Writes news into the event log and one job per subscriber of Registry::global(), in this transaction, with its next flush: one statement for all.
/// `aggregate` names whose order is kept. Hold that aggregate's row lock (or have just made it) before: then the order of the log and of the
/// jobs is the order of commits; two transactions that publish about one aggregate at once without it fail on a unique constraint.
void publish_all(pg::Tx& tx, std::vector<Publication> news);
template <class News>
void publish(pg::Tx& tx, std::string aggregate, const News& news) {
    publish_all(tx, {{std::string(News::name), std::move(aggregate), to_json(news)}});
}

/// One job to run at `due` or soon after; timers of one kind and aggregate run in order of `due`. With `only_once` nothing is added while a job
/// of the same kind and aggregate, itself added with `only_once`, has not been started; that one then starts after this transaction has ended.
struct Timer {
    std::string kind;
    std::string aggregate;
    Instant due{};
    std::string payload;
    bool only_once = false;
};
void later_all(pg::Tx& tx, std::vector<Timer> timers);
template <class Payload>
void later(pg::Tx& tx, std::string kind, std::string aggregate, Instant due, const Payload& payload) {
    later_all(tx, {{std::move(kind), std::move(aggregate), due, to_json(payload), false}});
}

/// Tells the workers of all processes about new jobs after each commit on `loop`, through `db`. One per loop that publishes; without it new
/// jobs wait for the workers' next poll. Destroy it before `db`.
class Announcer {
public:
    Announcer(Loop& loop, pg::Db& db);
    ~Announcer();
    Announcer(const Announcer&) = delete;
    Announcer& operator=(const Announcer&) = delete;

private:
    Loop& loop_;
};

struct WorkerOptions {
    int parallel = 8;             ///< handlers at once on this loop
    int poll_ms = 1'000;          ///< when no NOTIFY comes: for timers and lost wake-ups
};

/// Claims and runs jobs of all stores on one loop. Claims as role vitrine_worker through `claims` and ends jobs through `runtime`; handlers use
/// the App's own Db. Hears of new jobs from commits on its own loop, by NOTIFY, and by asking every poll_ms.
class Worker {
public:
    Worker(Loop& loop, pg::Db& claims, pg::Db& runtime, pg::DbOptions listen, const Registry& registry, void* env, WorkerOptions options = {});
    ~Worker();
    void start();                 ///< on the loop's thread
    Task<void> stop();            ///< lets running handlers end; claimed but unstarted jobs are given back
    /// Runs everything that is due at `now`, one after the other, until nothing is: for tests and the command line. Gives how many attempts ran.
    Task<int> run_due(Instant now);

private:
    struct Inner;
    std::shared_ptr<Inner> inner_;
};

struct ParkedJob {
    JobId id;
    StoreId store;
    std::string kind, aggregate, last_error;
    int attempts = 0;
    Instant parked_at{};
    RawJson payload;
};
SHAPE(ParkedJob, id, store, kind, aggregate, last_error, attempts, parked_at, payload)

/// The parked jobs of the ctx's store, oldest first.
Task<std::vector<ParkedJob>> parked(pg::Db& db, Ctx ctx, int limit);
/// Puts a parked job back in line at once. Refuses jobs.not_parked.
Task<Result<void>> rerun(pg::Db& db, Ctx ctx, JobId id);
/// Deletes a parked job: its work is given up for good, the next of its lane runs. Refuses jobs.not_parked.
Task<Result<void>> discard(pg::Db& db, Ctx ctx, JobId id);
/// The parked jobs of all stores, for the command line; `claims` acts as vitrine_worker.
Task<std::vector<ParkedJob>> parked_of_all(pg::Db& claims, int limit);
inline constexpr RefusalKind not_parked{"jobs.not_parked", 409, "This job is not parked"};

}  // namespace vitrine::jobs
