#include "io/jobs/attempt.h"

#include "io/jobs/backoff.h"
#include "io/jobs/sql.h"
#include "io/jobs/wake.h"
#include "io/telemetry/log.h"
#include "io/telemetry/metrics.h"

namespace vitrine::jobs {
namespace {

constexpr size_t error_limit_bytes = 500;

metrics::Counter ended(const std::string& how) { return metrics::counter("vitrine_jobs_ended_total", "Attempts at jobs by how they ended", {{"how", how}}); }

void count(const std::string& how) {
    static auto done = ended("done"), retried = ended("retried"), parked = ended("parked"), lost = ended("lease_lost");
    (how == "done" ? done : how == "retried" ? retried : how == "parked" ? parked : lost).add();
}

std::string shortened(std::string text) {
    if (text.size() > error_limit_bytes) text.resize(error_limit_bytes);
    while (!is_utf8(text)) text.pop_back();
    return text;
}

void note(log::Level level, std::string_view event, const ClaimedJob& claimed, std::string error) {
    log::write(level, event, {{"job", claimed.id.text()}, {"kind", claimed.kind}, {"aggregate", claimed.aggregate},
                              {"attempt", std::to_string(claimed.attempt)}, {"error", std::move(error)}});
}

Task<void> settle_failure(Desk desk, const ClaimedJob& claimed, KindOptions options, Instant now, std::string error) {
    bool is_last = claimed.attempt >= options.attempts;
    auto due = now + pause_after(claimed.attempt, options);
    Ctx ctx{.now = now, .role = Role::worker, .actor = "job:" + claimed.kind, .request_id = claimed.request_id};
    auto settle = [&](pg::Tx& tx) -> Task<Result<void>> {
        if (is_last) tx.send(sql::park(claimed.store, claimed.id, claimed.lease, now, error));
        else tx.send(sql::retry(claimed.store, claimed.id, claimed.lease, due, error));
        co_return Result<void>{};
    };
    (void)co_await desk.claims.transaction(ctx, settle);
    count(is_last ? "parked" : "retried");
    note(is_last ? log::Level::error : log::Level::warn, is_last ? "job.parked" : "job.retried", claimed, std::move(error));
}

/// The handler wrote nothing, so its row goes in a transaction of its own.
Task<void> finish_alone(Desk desk, const Attempt& attempt) {
    auto finish = [&](pg::Tx& tx) -> Task<Result<void>> {
        attempt.finish(tx);
        co_return Result<void>{};
    };
    (void)co_await desk.runtime.transaction(attempt.ctx, finish);
}

/// after_commit work of the handler's transactions is posted to the loop: let it run before asking how they ended.
Task<void> next_turn() {
    auto wait = suspend<bool>([](auto done) { Loop::here().post([done]() mutable { done(true); }); });
    co_await wait;
}

/// What went wrong, or nothing.
Task<std::optional<std::string>> try_handler(Desk desk, const Registry::Kind& kind, const Attempt& attempt, bool& is_lease_lost) {
    try {
        co_await kind.handler(desk.env, attempt);
        co_await next_turn();
        if (!*attempt.is_finished) co_await finish_alone(desk, attempt);
        co_return std::nullopt;
    } catch (const pg::Error& fault) {
        is_lease_lost = fault.sqlstate == lease_lost_sqlstate;
        co_return shortened(fault.what());
    } catch (const std::exception& fault) {
        co_return shortened(fault.what());
    }
}

Task<void> run_and_settle(Desk desk, const ClaimedJob& claimed, Instant now) {
    const auto* kind = desk.registry.find(claimed.kind);  // claimed by the names of this registry, so it is there
    if (claimed.attempt > kind->options.attempts) {       // the last attempt never came to an end
        co_await settle_failure(desk, claimed, kind->options, now, claimed.last_error);
        co_return;
    }
    Job job{claimed.id, claimed.store, claimed.kind, claimed.aggregate, claimed.attempt, claimed.payload, claimed.due};
    Ctx ctx{now, claimed.store, Role::worker, "job:" + claimed.kind, clock_now() + std::chrono::milliseconds(kind->options.lease_ms), claimed.request_id, {}};
    Attempt attempt{job, std::move(ctx), claimed.lease, std::make_shared<bool>(false)};
    bool is_lease_lost = false;
    auto error = co_await try_handler(desk, *kind, attempt, is_lease_lost);
    if (error) co_await next_turn();
    if (!error || *attempt.is_finished) {
        count("done");
        if (error) note(log::Level::error, "job.failed_after_its_end", claimed, *error);
    } else if (is_lease_lost) {
        count("lease_lost");
        note(log::Level::warn, "job.lease_lost", claimed, *error);
    } else {
        co_await settle_failure(desk, claimed, kind->options, now, *error);
    }
}

}  // namespace

void Attempt::finish(pg::Tx& tx) const {
    tx.send(sql::finish(job.id, lease));
    tx.send(sql::finish_promotes(job.kind, job.aggregate));
    tx.after_commit([finished = is_finished] { *finished = true; });
}

Task<void> run_claimed(Desk desk, ClaimedJob claimed, Instant now) {
    try {
        co_await run_and_settle(desk, claimed, now);
    } catch (const std::exception& fault) {
        // The database is away: the lease ends by itself and somebody claims the job again.
        note(log::Level::error, "job.unsettled", claimed, fault.what());
    }
}

}  // namespace vitrine::jobs
