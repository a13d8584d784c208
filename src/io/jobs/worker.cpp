#include <algorithm>
#include <deque>
#include <map>

#include <boost/asio.hpp>

#include "core/check.h"
#include "io/jobs/attempt.h"
#include "io/jobs/limits.h"
#include "io/jobs/sql.h"
#include "io/jobs/wake.h"
#include "io/telemetry/log.h"
#include "io/telemetry/metrics.h"

namespace vitrine::jobs {
namespace {

/// How many rows one claim looks at: those behind others are moved out of the way in passing.
constexpr std::int64_t looked_at_least = 256;

Ctx worker_ctx(Instant now) { return {.now = now, .role = Role::worker, .actor = "worker"}; }

}  // namespace

struct Worker::Inner : std::enable_shared_from_this<Worker::Inner> {
    Inner(Loop& loop, Desk desk, pg::DbOptions listen, WorkerOptions options)
        : loop(loop), desk(desk), listen(std::move(listen)), options(options), nap(loop.context()) {
        for (const auto& name : desk.registry.kinds()) {
            const auto& kind_options = desk.registry.find(name)->options;
            kinds[name] = {kind_options.lease_ms, most_at_once(kind_options, options.parallel)};
            renewal = std::min<Duration>(renewal, std::chrono::milliseconds(kind_options.lease_ms) / 4);
        }
    }

    struct Kind {
        std::int32_t lease_ms = 0, most = 0;   ///< most: at once on this loop
        int held = 0;                          ///< claimed by this loop, running or not
    };
    struct Held {
        ClaimedJob job;                        ///< without its payload
        Instant since{};
    };

    void hold(const ClaimedJob& job) {
        ++kinds[job.kind].held;
        auto known = job;
        known.payload = {};
        held.push_back({std::move(known), clock_now()});
    }
    void let_go(Uuid lease) {
        auto found = std::ranges::find(held, lease, [](const Held& one) { return one.job.lease; });
        if (found == held.end()) return;
        --kinds[found->job.kind].held;
        held.erase(found);
    }

    /// What is claimed here stays ours while it waits or works, however long its lease was at first.
    Task<void> renew(Instant now) {
        std::vector<StoreId> stores;
        std::vector<JobId> ids;
        std::vector<Uuid> leases;
        std::vector<std::int32_t> leases_ms;
        for (const auto& [job, since] : held) {
            if (now - since > renewed_for) continue;
            stores.push_back(job.store), ids.push_back(job.id), leases.push_back(job.lease), leases_ms.push_back(kinds[job.kind].lease_ms);
        }
        if (ids.empty()) co_return;
        auto body = [&](pg::Tx& tx) -> Task<Result<void>> {
            tx.send(sql::renew(stores, ids, leases, leases_ms, now));
            co_return Result<void>{};
        };
        (void)co_await desk.claims.transaction(worker_ctx(now), body);
    }

    /// Claims up to `most` jobs into `queue`. True when the statement changed anything, so that another look may find more.
    Task<bool> claim(Instant now, int most) {
        std::vector<std::string> names;
        std::vector<std::int32_t> leases_ms, most_of_kind;
        for (const auto& [name, kind] : kinds)
            if (auto room = room_of(kind, most); room > 0) names.push_back(name), leases_ms.push_back(kind.lease_ms), most_of_kind.push_back(room);
        std::optional<pg::Later<std::vector<ClaimedJob>>> found;
        auto body = [&](pg::Tx& tx) -> Task<Result<void>> {
            found = tx.queue(sql::claim(names, leases_ms, most, std::max<std::int64_t>(looked_at_least, most), now, most_of_kind));
            co_return Result<void>{};
        };
        (void)co_await desk.claims.transaction(worker_ctx(now), body);
        bool has_changed = !(*found)->empty();
        for (auto& job : **found)
            if (job.attempt > 0) hold(job), queue.push_back(std::move(job)), claimed_total.add();
        co_return has_changed;
    }

    Task<void> keep_house(Instant now) {
        std::optional<pg::Later<sql::Backlog>> backlog;
        auto body = [&](pg::Tx& tx) -> Task<Result<void>> {
            tx.send(sql::take_back_expired(now));
            backlog = tx.queue(sql::backlog(now));
            co_return Result<void>{};
        };
        (void)co_await desk.claims.transaction(worker_ctx(now), body);
        auto oldest = (*backlog)->oldest_due;
        lag = oldest ? now - *oldest : Duration{};
        lag_seconds.set(std::chrono::duration<double>(lag).count());
        parked_now.set(double((*backlog)->parked));
    }

    int room_of(const Kind& kind, int most) const { return kind.most < options.parallel ? kind.most - kind.held : most; }
    int room() const { return 2 * options.parallel - running - int(queue.size()); }

    /// One look: claims when there is room for a good handful. True: look again at once.
    Task<bool> look() {
        auto now = clock_now();
        if (now >= next_housekeeping) {
            next_housekeeping = now + std::chrono::milliseconds(options.poll_ms);
            co_await keep_house(now);
        }
        if (now >= next_renewal) {
            next_renewal = now + renewal;
            co_await renew(now);
        }
        if (kinds.empty() || room() < options.parallel) co_return false;
        co_return co_await claim(now, room());
    }

    static Task<void> pump(std::shared_ptr<Inner> self) {
        while (!self->is_stopping) {
            bool again = false;
            self->is_woken = false;
            try {
                again = co_await self->look();
            } catch (const std::exception& fault) {
                log::warn("jobs.claim_failed", {{"error", fault.what()}});
            }
            if (self->is_stopping) break;
            self->start_queued();
            if (!again && !self->is_woken) co_await self->rest();
        }
        self->is_pumping = false;
        self->wake_stopper();
    }

    bool is_slow(const ClaimedJob& job) const { return kinds.at(job.kind).most < options.parallel; }

    /// The next that may start now. In a crowd one at a time, after a rest, and one more that may wait for the outside: neither keeps the other waiting.
    auto next_to_start() {
        if (!gives_way(loop)) return running < options.parallel ? queue.begin() : queue.end();
        if (clock_now() < rests_until) return queue.end();
        return std::ranges::find_if(queue, [&](const auto& job) { return is_slow(job) ? running_slow == 0 : running == running_slow; });
    }

    void start_queued() {
        for (auto next = next_to_start(); !is_stopping && next != queue.end(); next = next_to_start()) {
            auto job = std::move(*next);
            queue.erase(next);
            ++running;
            running_slow += is_slow(job);
            loop.spawn(run_one(shared_from_this(), std::move(job)));
        }
    }

    static Task<void> run_one(std::shared_ptr<Inner> self, ClaimedJob job) {
        auto lease = job.lease;
        auto slow = self->is_slow(job);
        co_await run_claimed(self->desk, std::move(job), clock_now());
        self->let_go(lease);
        --self->running;
        self->running_slow -= slow;
        if (gives_way(self->loop)) self->rests_until = clock_now() + rest_in_crowd(self->lag);
        self->start_queued();
        self->wake();  // there is room, and the next of the lane may run
        self->wake_stopper();
    }

    Task<void> rest() {
        Duration at_most = std::chrono::milliseconds(options.poll_ms), rest_left = rests_until - clock_now();
        nap.expires_after(rest_left > Duration{} && !queue.empty() ? std::min(at_most, rest_left) : at_most);
        auto wait = suspend<bool>([this](auto done) { nap.async_wait([done](auto) mutable { done(true); }); });
        co_await wait;
    }
    void wake() {
        is_woken = true;
        nap.cancel();
    }

    static Task<void> stop(std::shared_ptr<Inner> self) {
        self->is_stopping = true;
        self->wake();
        while (self->is_pumping || self->running > 0) {
            auto wait = suspend<bool>([&](auto done) { self->stopper = [done]() mutable { done(true); }; });
            co_await wait;
        }
        co_await self->give_back_queued();
    }
    void wake_stopper() {
        if (auto waiting = std::exchange(stopper, {})) loop.post(std::move(waiting));
    }

    Task<void> give_back_queued() {
        if (queue.empty()) co_return;
        std::vector<StoreId> stores;
        std::vector<JobId> ids;
        std::vector<Uuid> leases;
        for (const auto& job : queue) stores.push_back(job.store), ids.push_back(job.id), leases.push_back(job.lease), let_go(job.lease);
        queue.clear();
        auto body = [&](pg::Tx& tx) -> Task<Result<void>> {
            tx.send(sql::give_back(stores, ids, leases));
            announce_after_commit(tx);
            co_return Result<void>{};
        };
        (void)co_await desk.claims.transaction(worker_ctx(clock_now()), body);
    }

    static Task<int> run_due(std::shared_ptr<Inner> self, Instant now) {
        int ran = 0;
        if (self->kinds.empty()) co_return 0;
        co_await self->keep_house(now);
        while (co_await self->claim(now, self->options.parallel)) {
            while (!self->queue.empty()) {
                auto job = std::move(self->queue.front());
                self->queue.pop_front();
                auto lease = job.lease;
                co_await run_claimed(self->desk, std::move(job), now);
                self->let_go(lease);
                ++ran;
            }
        }
        co_return ran;
    }

    Loop& loop;
    Desk desk;
    pg::DbOptions listen;
    WorkerOptions options;
    boost::asio::steady_timer nap;
    std::map<std::string, Kind> kinds;
    std::deque<ClaimedJob> queue;   // claimed, not yet started
    std::vector<Held> held;         // claimed, started or not
    std::unique_ptr<pg::Listener> listener;
    std::function<void()> stopper;
    Instant next_housekeeping{}, next_renewal{}, rests_until{};
    Duration renewal = renewed_every, lag{};   // lag: how long the oldest job that may run had been due when the house was kept last
    int running = 0, running_slow = 0;   // slow: of a kind that may wait for the outside
    bool is_woken = false, is_stopping = false, is_pumping = false;
    metrics::Counter claimed_total = metrics::counter("vitrine_jobs_claimed_total", "Jobs claimed by this process");
    metrics::Gauge lag_seconds = metrics::gauge("vitrine_jobs_lag_seconds", "How long the oldest job that may run has been due");
    metrics::Gauge parked_now = metrics::gauge("vitrine_jobs_parked", "Jobs that failed too often and wait for somebody");
};

Worker::Worker(Loop& loop, pg::Db& claims, pg::Db& runtime, pg::DbOptions listen, const Registry& registry, void* env, WorkerOptions options)
    : inner_(std::make_shared<Inner>(loop, Desk{claims, runtime, registry, env}, std::move(listen), options)) {}

Worker::~Worker() {
    if (inner_->listener) set_wake(inner_->loop, {});
    inner_->is_stopping = true;
    inner_->listener.reset();
    inner_->nap.cancel();
}

void Worker::start() {
    check(!inner_->is_pumping, "the worker runs already");
    inner_->is_pumping = true;
    inner_->is_stopping = false;
    auto wake = [weak = std::weak_ptr(inner_)] {
        if (auto inner = weak.lock()) inner->wake();
    };
    set_wake(inner_->loop, wake);
    inner_->listener = std::make_unique<pg::Listener>(inner_->loop, inner_->listen, channel, [wake](std::string) { wake(); });
    inner_->loop.spawn(Inner::pump(inner_));
}

Task<void> Worker::stop() {
    set_wake(inner_->loop, {});
    inner_->listener.reset();
    return Inner::stop(inner_);
}

Task<int> Worker::run_due(Instant now) { return Inner::run_due(inner_, now); }

}  // namespace vitrine::jobs
