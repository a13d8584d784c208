#include "io/pg/db.h"

#include "core/random.h"
#include "io/pg/notifier.h"
#include "io/pg/transaction.h"

namespace vitrine::pg {
namespace {

constexpr int longest_row_of_tries = 4;

/// Up to 5, 10, 20 ms: long enough for the other transaction to end, short enough for a shopper.
Duration pause_before_try(int number) {
    auto most = std::uint64_t(2500) << number;
    return Duration(std::int64_t(random_below(most) + 500));
}

Task<void> attempt_once(Pool& pool, const Ctx& ctx, TxOptions options, std::function<Task<bool>(Tx&)>& attempt) {
    Tx::Inner inner{pool, ctx, options};
    Tx tx(inner);
    std::exception_ptr failure;
    bool wants_commit = false;
    try {
        wants_commit = co_await attempt(tx);
        if (wants_commit) co_await inner.commit();
    } catch (...) {
        failure = std::current_exception();
    }
    if (failure || !wants_commit) co_await inner.roll_back();
    if (failure) std::rethrow_exception(failure);
}

Task<void> read_once(Pool& pool, const Ctx& ctx, const Statement& statement, const Parameters& parameters, Take& take) {
    if (ctx.deadline != Instant{} && ctx.deadline <= clock_now()) throw DeadlinePassed("the deadline passed before the question was sent");
    Lease lease(pool);
    lease.hold(co_await pool.acquire(ctx.deadline));
    // Without `begin`, all up to the Sync is one transaction of its own.
    auto scope = scope_of(ctx, true);
    lease->add(*scope.statement, scope.parameters);
    lease->add(statement, parameters, take);
    std::exception_ptr failure;
    try {
        co_await fly(pool, *lease, ctx.deadline);
    } catch (...) {
        failure = std::current_exception();
    }
    // An error has ended that transaction, too.
    lease.give_back(true);
    if (failure) std::rethrow_exception(failure);
}

}  // namespace

struct Db::Inner {
    std::shared_ptr<Pool> pool;
    std::shared_ptr<Notifier> notifier;
};

Db::Db(Loop& loop, DbOptions options) : inner_(std::make_unique<Inner>()) {
    inner_->pool = std::make_shared<Pool>(loop, std::move(options));
    inner_->notifier = std::make_shared<Notifier>(loop.context(), inner_->pool->parameters());
    inner_->pool->start();
}

Db::~Db() {
    if (!inner_) return;
    inner_->notifier->shut();
    inner_->pool->shut();
}

Task<void> Db::run(Ctx ctx, TxOptions options, std::function<Task<bool>(Tx&)>& attempt) {
    for (int number = 1;; ++number) {
        try {
            co_await attempt_once(*inner_->pool, ctx, options, attempt);
            co_return;
        } catch (const Error& fault) {
            if (!options.retry || !fault.is_worth_retrying() || number == longest_row_of_tries) throw;
        } catch (const LostBeforeCommit&) {
            if (!options.retry || number == longest_row_of_tries) throw;
        }
        inner_->pool->retries.add();
        co_await sleep_for(pause_before_try(number));
    }
}

Task<void> Db::run_single(Ctx ctx, const Statement& statement, Parameters parameters, std::function<void(pg_result*)>& take) {
    for (int number = 1;; ++number) {
        try {
            co_await read_once(*inner_->pool, ctx, statement, parameters, take);
            co_return;
        } catch (const LostBeforeCommit&) {
            if (number == longest_row_of_tries) throw;
        }
        inner_->pool->retries.add();
        co_await sleep_for(pause_before_try(number));
    }
}

void Db::notify_soon(std::string channel, std::string payload) { inner_->notifier->add(std::move(channel), std::move(payload)); }

int Db::connected() const { return inner_->pool->connected(); }

Task<void> Db::close() {
    while (inner_->pool->busy() > 0) co_await sleep_for(5ms);
    inner_->notifier->shut();
    inner_->pool->shut();
}

}  // namespace vitrine::pg
