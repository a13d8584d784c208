// Runs as staff see and steer them.
#include "modules/imports/api.h"
#include "modules/suppliers/rules.h"
#include "modules/suppliers/sql.h"

namespace vitrine::suppliers {
namespace {

constexpr int usual_page = 50;

RunView view_of(const RunRow& row) {
    RunCounts counts;
    if (row.counts.text != "{}") {
        auto read = read_json<RunCounts>(row.counts.text);
        if (!read) throw std::runtime_error("the counts of a run do not fit their shape");
        counts = *read;
    }
    return {row.id, row.feed, row.state, row.file_name, counts, row.why, row.detail, row.let_through_by, row.let_through_reason, row.attempts, row.started_at, row.ended_at, row.actor};
}

RunId beyond_all() {
    RunId id;
    id.value.bytes.fill(0xFF);
    return id;
}

bool is_over(RunState state) { return rules::run_life.is_final(state); }

/// The parts of an upload are there, from the first on.
Task<Result<bool>> check_parts(App& app, const Ctx& ctx, const NewRun& in) {
    auto parts = co_await imports::parts(app, ctx, *in.upload);
    if (!parts) co_return refuse(std::move(parts.error()));
    std::vector<Fault> faults;
    for (std::int32_t number = 1; number <= in.parts->value; ++number) {
        bool is_there = size_t(number) <= parts->size() && (*parts)[size_t(number - 1)].number == number;
        if (!is_there && faults.size() < 100) faults.push_back({"/parts/" + std::to_string(number), "missing", "put this part"});
    }
    if (parts->size() > size_t(in.parts->value)) faults.push_back({"/parts", "too_many", "more parts are there than the file has"});
    if (!faults.empty()) co_return refuse(imports::parts_missing, {}, std::move(faults));
    co_return true;
}

}  // namespace

Task<Result<RunView>> start_run(App& app, Ctx ctx, FeedId feed, NewRun in) {
    if (in.upload.has_value() != in.parts.has_value()) co_return refuse(refusals::invalid, {}, {{in.upload ? "/parts" : "/upload", "required", "an upload and the number of its parts belong together"}});
    if (in.upload)
        if (auto whole = co_await check_parts(app, ctx, in); !whole) co_return refuse(std::move(whole.error()));
    auto id = RunId::next(ctx.now);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto row = co_await tx.ask(sql::lock_feed(feed));
        if (!row) co_return refuse(feed_not_found);
        auto source = read_json<Source>(row->source.text);
        if (source && source->kind == SourceKind::upload && !in.upload) co_return refuse(needs_upload, {}, {{"/upload", "required", "upload the file first: POST /api/v1/admin/imports/uploads"}});
        auto open = co_await tx.ask(sql::open_run(feed));
        if (open && open->state != RunState::held) co_return refuse(feed_busy, "run " + open->id.text() + " is " + std::string(shape_name(open->state)));
        if (open) tx.send(sql::move_run(open->id, RunState::held, RunState::cancelled, "superseded", "A later file of this feed was taken.", ctx.now));
        tx.send(sql::add_run(id, feed, in.upload ? in.upload->text() : "", in.parts ? std::int32_t(in.parts->value) : 0, in.upload ? "upload" : "", ctx.now));
        jobs::later(tx, std::string(work_job), feed.text(), ctx.now, WorkRun{id});
        co_return true;
    };
    auto started = co_await app.db.transaction(ctx, body);
    if (!started) co_return refuse(std::move(started.error()));
    co_return co_await find_run(app, ctx, id);
}

Task<RunPage> list_runs(App& app, Ctx ctx, RunFilter filter) {
    int limit = filter.limit ? int(filter.limit->value) : usual_page;
    auto rows = co_await app.db.read(ctx, sql::list_runs(filter.feed, filter.state, filter.cursor.value_or(beyond_all()), limit + 1));
    RunPage page;
    for (const auto& row : rows) page.items.push_back(view_of(row));
    if (int(page.items.size()) > limit) {
        page.items.pop_back();
        page.next_cursor = page.items.back().id;
    }
    co_return page;
}

Task<Result<RunView>> find_run(App& app, Ctx ctx, RunId id) {
    auto row = co_await app.db.read(ctx, sql::find_run(id));
    if (!row) co_return refuse(run_not_found);
    co_return view_of(*row);
}

Task<Result<RunView>> let_through(App& app, Ctx ctx, RunId id, LetThrough in) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto run = co_await tx.ask(sql::lock_run(id));
        if (!run) co_return refuse(run_not_found);
        if (run->state != RunState::held) co_return refuse(not_held, "its state is '" + std::string(shape_name(run->state)) + "'");
        tx.send(sql::let_through(id, in.reason.str()));
        tx.send(sql::note_change("run.let_through", id.text(), 1, RawJson{to_json(in)}));
        jobs::later(tx, std::string(work_job), run->feed.text(), ctx.now, WorkRun{id});
        co_return true;
    };
    auto done = co_await app.db.transaction(ctx, body);
    if (!done) co_return refuse(std::move(done.error()));
    co_return co_await find_run(app, ctx, id);
}

Task<Result<RunView>> cancel_run(App& app, Ctx ctx, RunId id) {
    std::string upload;
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto run = co_await tx.ask(sql::lock_run(id));
        if (!run) co_return refuse(run_not_found);
        if (run->state == RunState::cancelled) co_return true;
        if (is_over(run->state)) co_return refuse(run_over, "its state is '" + std::string(shape_name(run->state)) + "'");
        bool waits = run->state == RunState::queued || run->state == RunState::held;
        if (waits) {
            tx.send(sql::move_run(id, run->state, RunState::cancelled, "cancelled", "Called off by " + ctx.actor + ".", ctx.now));
            upload = run->upload;
        } else {
            tx.send(sql::want_cancel(id));
        }
        co_return true;
    };
    auto done = co_await app.db.transaction(ctx, body);
    if (!done) co_return refuse(std::move(done.error()));
    if (auto file = imports::ImportId::parse(upload)) co_await imports::cancel(app, ctx, *file);  // its parts are of no use any more
    co_return co_await find_run(app, ctx, id);
}

Task<Result<RunFaultPage>> list_run_faults(App& app, Ctx ctx, RunId id, std::int32_t after, std::int32_t limit) {
    auto run = co_await app.db.read(ctx, sql::find_run(id));
    if (!run) co_return refuse(run_not_found);
    RunFaultPage page{co_await app.db.read(ctx, sql::list_faults(id, after, limit)), {}};
    if (page.items.size() == size_t(limit)) page.next_cursor = std::to_string(page.items.back().position);
    co_return page;
}

Task<Result<RunDiffPage>> list_run_diffs(App& app, Ctx ctx, RunId id, std::int32_t after, std::int32_t limit) {
    auto run = co_await app.db.read(ctx, sql::find_run(id));
    if (!run) co_return refuse(run_not_found);
    RunDiffPage page{co_await app.db.read(ctx, sql::list_diffs(id, after, limit)), {}};
    if (page.items.size() == size_t(limit)) page.next_cursor = std::to_string(page.items.back().position);
    co_return page;
}

}  // namespace vitrine::suppliers
