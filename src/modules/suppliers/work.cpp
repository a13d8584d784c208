// The worker's side of a run: fetch, check, apply, each of which another worker can take up where this one died.
#include "modules/suppliers/work.h"

#include "io/jobs/lease.h"
#include "io/telemetry/log.h"
#include "io/telemetry/metrics.h"
#include "modules/stores/api.h"
#include "modules/suppliers/feed_parts.h"
#include "modules/suppliers/rules.h"
#include "modules/suppliers/sql.h"

namespace vitrine::suppliers {
namespace {

constexpr Duration lease_age = 15s, told_every = 500ms;

void count(std::string_view how) { metrics::counter("vitrine_supplier_runs_total", "Runs of suppliers' feeds by how they ended", {{"how", std::string(how)}}).add(); }

/// Moves the run; whoever moved it before wins.
Task<bool> move(App& app, const Ctx& ctx, const RunRow& run, RunState from, RunState to, std::string why = {}, std::string detail = {}) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> { co_return co_await tx.ask(sql::move_run(run.id, from, to, why, detail, ctx.now)) == 1; };
    auto moved = co_await app.db.transaction(ctx, body);
    co_return *moved;
}

Task<void> drop_file(App& app, const Ctx& ctx, const RunRow& run) {
    if (auto file = imports::ImportId::parse(run.upload)) {
        auto dropped = co_await imports::cancel(app, ctx, *file);
        (void)dropped;  // it may be forgotten already
    }
}

Task<void> end(App& app, const Ctx& ctx, const RunRow& run, RunState from, Ending ending) {
    auto moved = co_await move(app, ctx, run, from, ending.state, ending.why, ending.detail);
    if (!moved) co_return;
    count(shape_name(ending.state));
    if (ending.state == RunState::failed) log::warn("suppliers.run_failed", {{"run", run.id.text()}, {"why", ending.why}});
    co_await drop_file(app, ctx, run);
}

/// False: the file is not there, and what follows is written down.
Task<bool> get_file(App& app, const jobs::Attempt& attempt, const Ctx& ctx, RunRow& run, const FeedRowData& feed, Pulse& pulse) {
    if (run.state == RunState::queued && run.parts == 0) {
        if (!co_await move(app, ctx, run, RunState::queued, RunState::fetching)) co_return false;
        run.state = RunState::fetching;
    }
    if (run.parts == 0) {
        auto fetched = co_await fetch(app, ctx, feed, run.attempts, pulse);
        if (fetched.again) {
            auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
                tx.send(sql::note_attempt(run.id, fetched.why, fetched.detail));
                jobs::later(tx, std::string(work_job), run.feed.text(), *fetched.again, WorkRun{run.id});
                attempt.finish(tx);
                co_return true;
            };
            co_await app.db.transaction(ctx, body);
            co_return false;
        }
        if (!fetched.is_there) {
            co_await end(app, ctx, run, run.state, {fetched.why == "cancelled" ? RunState::cancelled : RunState::failed, fetched.why, fetched.detail});
            co_return false;
        }
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            tx.send(sql::set_run_file(run.id, fetched.upload, fetched.parts, fetched.file_name.substr(0, 255)));
            co_return true;
        };
        co_await app.db.transaction(ctx, body);
        run.upload = fetched.upload, run.parts = fetched.parts, run.file_name = fetched.file_name;
    }
    if (run.state != RunState::queued && run.state != RunState::fetching) co_return true;
    if (!co_await move(app, ctx, run, run.state, RunState::checking)) co_return false;
    run.state = RunState::checking;
    co_return true;
}

/// Faults in the order of the file; what a later check finds replaces what an earlier one found.
Task<void> save_findings(App& app, const Ctx& ctx, const RunRow& run, const Checked& checked) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::forget_findings(run.id));
        co_await tx.flush();
        std::vector<std::int32_t> positions;
        std::vector<std::int64_t> rows;
        std::vector<std::string> columns, codes, texts;
        std::vector<bool> are_notices;
        for (const auto& fault : checked.faults) {
            positions.push_back(fault.position), rows.push_back(fault.row), columns.push_back(fault.column);
            codes.push_back(fault.code), texts.push_back(fault.text), are_notices.push_back(fault.is_notice);
        }
        if (!positions.empty()) tx.send(sql::save_faults(run.id, positions, rows, columns, codes, texts, are_notices));
        std::vector<std::int32_t> places;
        std::vector<std::string> what, numbers;
        std::vector<std::optional<std::int64_t>> was, is;
        for (const auto& diff : checked.diffs) {
            places.push_back(diff.position), what.push_back(std::string(shape_name(diff.what))), numbers.push_back(diff.code);
            was.push_back(diff.price_was_minor), is.push_back(diff.price_is_minor);
        }
        if (!places.empty()) tx.send(sql::save_diffs(run.id, places, what, numbers, was, is));
        tx.send(sql::set_counts(run.id, RawJson{to_json(checked.counts)}));
        co_return true;
    };
    co_await app.db.transaction(ctx, body);
}

void alarm(const RunRow& run, const Checked& checked) {
    if (checked.counts.jumps == 0) return;
    metrics::counter("vitrine_supplier_price_jumps_total", "Prices of suppliers that moved by more than their feed's limit").add(double(checked.counts.jumps));  // not money: a count
    log::warn("suppliers.price_jumps", {{"run", run.id.text()}, {"jumps", std::to_string(checked.counts.jumps)}});
}

/// Judges the file: true when it may be applied.
Task<bool> judge(App& app, const Ctx& ctx, const RunRow& run, const FeedPlan& plan, const Checked& checked) {
    if (!checked.refusal.empty()) {
        co_await end(app, ctx, run, RunState::checking, {RunState::failed, checked.refusal, "The file cannot be read as the feed says."});
        co_return false;
    }
    auto stops = rules::stops_of(checked.counts, plan.guards);
    if (stops.empty()) co_return co_await move(app, ctx, run, RunState::checking, RunState::applying);
    std::string why, detail;
    for (const auto& stop : stops) why += (why.empty() ? "" : " ") + stop.code, detail += (detail.empty() ? "" : " ") + stop.text;
    count("held");
    log::warn("suppliers.run_held", {{"run", run.id.text()}, {"why", why}});
    co_await move(app, ctx, run, RunState::checking, RunState::held, why, detail);
    co_return false;
}

}  // namespace

Task<bool> Pulse::beat(const RunCounts& counts) {
    auto now = clock_now();
    if (now - told_at_ < told_every) co_return goes_on_;
    bool extends = now - extended_at_ >= lease_age;
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        if (extends) jobs::extend_lease(tx, attempt_, run_lease);
        co_return co_await tx.ask(sql::set_counts(run_, RawJson{to_json(counts)}));
    };
    auto ctx = attempt_.ctx;
    ctx.deadline = {};
    auto wanted = co_await app_.db.transaction(ctx, body, {.durable = false});
    told_at_ = now;
    if (extends) extended_at_ = now;
    goes_on_ = goes_on_ && !*wanted;
    co_return goes_on_;
}

void Pulse::extend(pg::Tx& tx) {
    jobs::extend_lease(tx, attempt_, run_lease);
    extended_at_ = clock_now();
}

Task<void> work_run(App& app, const jobs::Attempt& attempt, const WorkRun& what) {
    auto ctx = attempt.ctx;
    ctx.deadline = {};  // the lease is extended as long as this process lives
    auto found = co_await app.db.read(ctx, sql::find_run(what.run));
    if (!found || rules::run_life.is_final(found->state) || found->state == RunState::held) co_return;
    auto run = std::move(*found);
    Pulse pulse(app, attempt, run.id);
    auto feed = co_await app.db.read(ctx, sql::find_feed(run.feed));
    auto has_file = co_await get_file(app, attempt, ctx, run, *feed, pulse);
    if (!has_file) co_return;
    auto plan = co_await plan_of(app, ctx, run.feed);
    auto upload = imports::ImportId::parse(run.upload);
    RunCounts so_far;
    auto beat = [&] { return pulse.beat(so_far); };
    auto file = co_await imports::spool_upload(app.db, ctx, *upload, beat);
    if (file->size() == 0) {
        co_await end(app, ctx, run, run.state, {RunState::failed, "file.gone", "The file of this run is not there any more."});
        co_return;
    }
    auto checked = co_await check_file(app, ctx, *plan, file, pulse);
    checked.counts.bytes = std::int64_t(file->size());
    if (checked.is_called_off) {
        co_await end(app, ctx, run, run.state, {RunState::cancelled, "cancelled", "Called off."});
        co_return;
    }
    if (run.state == RunState::checking) {
        co_await save_findings(app, ctx, run, checked);
        alarm(run, checked);
        if (!co_await judge(app, ctx, run, *plan, checked)) co_return;
        run.state = RunState::applying;
    } else if (auto before = read_json<RunCounts>(run.counts.text); before && run.position > 0) {
        checked.counts = *before;   // what was applied is compared with nothing any more
    }
    bool is_done = co_await apply_file(app, ctx, *plan, run, file, checked.counts, pulse);
    co_await end(app, ctx, run, RunState::applying, is_done ? Ending{RunState::applied, "", ""} : Ending{RunState::cancelled, "cancelled", "Called off; what was applied before stays."});
}

}  // namespace vitrine::suppliers
