// A file that comes in parts: they wait in the database, where whichever worker takes the run finds them.
#include "io/crypto/digest.h"
#include "modules/imports/background.h"
#include "modules/imports/rows.h"
#include "modules/imports/sql.h"

namespace vitrine::imports {
namespace {

constexpr Duration kept_for = std::chrono::hours(24 * 7);

std::vector<Fault> missing_parts(const std::vector<PartRow>& there, std::int32_t count) {
    std::vector<Fault> faults;
    auto next = there.begin();
    for (std::int32_t number = 1; number <= count; ++number) {
        if (next != there.end() && next->number == number) ++next;
        else if (faults.size() < 100) faults.push_back({"/parts/" + std::to_string(number), "missing", "put this part"});
    }
    if (next != there.end()) faults.push_back({"/parts", "too_many", "part " + std::to_string(next->number) + " is there, and the file has " + std::to_string(count)});
    return faults;
}

bool is_waiting_or_working(std::string_view state) { return state == "queued" || state == "checking" || state == "applying"; }

}  // namespace

bool is_over(std::string_view state) { return state == "checked" || state == "refused" || state == "applied" || state == "cancelled"; }

Task<Result<Report>> open_upload(App& app, Ctx ctx, NewUpload in) {
    Report report;
    report.id = ImportId::next(ctx.now);
    report.file_name = in.file_name ? in.file_name->str() : "";
    report.is_dry_run = in.dry_run.value_or(false);
    report.state = "uploading";
    auto options = RawJson{to_json(in)};
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(sql::open_upload(report.id, report.file_name, report.is_dry_run, options, ctx.actor, ctx.now));
        jobs::later(tx, std::string(forget_job), report.id.text(), ctx.now + kept_for, ForgetUpload{report.id});
        co_return true;
    };
    co_await app.db.transaction(ctx, body);
    co_return report;
}

Task<Result<PartRow>> put_part(App& app, Ctx ctx, ImportId id, std::int32_t number, std::string content) {
    auto digest = crypto::sha256(content);
    PartRow part{number, std::int64_t(content.size()), crypto::hex(digest)};
    auto query = sql::put_part(id, number, pg::Bytes{std::move(content)}, pg::Bytes{crypto::bytes_of(digest)});
    auto put = co_await app.db.read(ctx, std::move(query));
    if (put == 1) co_return part;
    auto found = co_await app.db.read(ctx, sql::progress_of(id));
    if (!found) co_return refuse(not_found);
    co_return refuse(not_uploading, "its state is '" + found->state + "'");
}

Task<Result<std::vector<PartRow>>> parts(App& app, Ctx ctx, ImportId id) {
    auto found = co_await app.db.read(ctx, sql::progress_of(id));
    if (!found) co_return refuse(not_found);
    co_return co_await app.db.read(ctx, sql::parts_of(id));
}

Task<Result<Report>> start(App& app, Ctx ctx, ImportId id, std::int32_t count) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto [run, there] = co_await tx.ask(sql::progress_of(id), sql::parts_of(id));
        if (!run) co_return refuse(not_found);
        if (is_waiting_or_working(run->state)) co_return true;
        if (run->state != "uploading" && run->state != "stopped") co_return refuse(not_resumable, "its state is '" + run->state + "'");
        if (auto faults = missing_parts(there, count); !faults.empty()) co_return refuse(parts_missing, {}, std::move(faults));
        if (co_await tx.ask(sql::queue_run(id)) == 1) jobs::later(tx, std::string(work_job), id.text(), ctx.now, WorkImport{id});
        co_return true;
    };
    auto started = co_await app.db.transaction(ctx, body);
    if (!started) co_return refuse(std::move(started.error()));
    co_return co_await report(app.db, ctx, id);
}

Task<Result<Report>> cancel(App& app, Ctx ctx, ImportId id) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto state = co_await tx.ask(sql::call_off(id));
        if (state == "cancelled") tx.send(sql::drop_parts(id));
        if (state) co_return true;
        auto run = co_await tx.ask(sql::progress_of(id));
        if (!run) co_return refuse(not_found);
        if (run->state == "cancelled") co_return true;
        co_return refuse(not_cancellable, "its state is '" + run->state + "'");
    };
    auto called_off = co_await app.db.transaction(ctx, body);
    if (!called_off) co_return refuse(std::move(called_off.error()));
    co_return co_await report(app.db, ctx, id);
}

Task<Result<Progress>> progress(App& app, Ctx ctx, ImportId id) {
    auto row = co_await app.db.read(ctx, sql::progress_of(id));
    if (!row) co_return refuse(not_found);
    Progress out{row->state, row->rows_read, row->position, {}, row->is_cancel_wanted};
    if (row->counts.text != "{}") out.counts = read_json<Counts>(row->counts.text).value_or(Counts{});
    co_return out;
}

}  // namespace vitrine::imports
