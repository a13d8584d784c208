#include "modules/imports/rows.h"
#include "modules/imports/sql.h"
#include "modules/imports/work.h"

namespace vitrine::imports {
namespace {

constexpr std::int32_t most_kept = 10'001;

template <class Word>
std::string name_of(Word word) {
    return boost::describe::enum_to_string(word, "");
}

/// False: the run of an upload is no longer waiting.
Task<bool> write_start(pg::Db& db, const Ctx& ctx, const Report& report, bool is_there) {
    if (is_there) co_return co_await db.read(ctx, sql::begin_checking(report.id, name_of(report.kind), name_of(report.format))) == 1;
    auto query = sql::start_run(report.id, name_of(report.kind), name_of(report.format), report.file_name, report.is_dry_run, ctx.actor, ctx.now);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(query);
        co_return true;
    };
    co_await db.transaction(ctx, body);
    co_return true;
}

pg::Query<std::int64_t> faults_query(const Report& report) {
    std::vector<std::int32_t> positions;
    std::vector<std::int64_t> rows;
    std::vector<std::string> columns, codes, texts;
    std::vector<bool> are_notices;
    for (const auto* list : {&report.faults, &report.notices})
        for (const auto& fault : *list) {
            positions.push_back(std::int32_t(positions.size()));
            rows.push_back(fault.row);
            columns.push_back(fault.column);
            codes.push_back(fault.code);
            texts.push_back(fault.text);
            are_notices.push_back(fault.is_notice);
        }
    return sql::save_faults(report.id, positions, rows, columns, codes, texts, are_notices);
}

/// Ends a run that applied nothing.
Task<void> write_end(pg::Db& db, const Ctx& ctx, const Report& report) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        if (!report.faults.empty() || !report.notices.empty()) tx.send(faults_query(report));
        tx.send(sql::end_run(report.id, report.state, RawJson{to_json(report.counts)}));
        co_return true;
    };
    co_await db.transaction(ctx, body);
}

/// Before anything is applied, so that they are there whatever becomes of the run.
Task<void> write_notices(pg::Db& db, const Ctx& ctx, const Report& report) {
    if (report.notices.empty()) co_return;
    auto query = faults_query(report);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(query);
        co_return true;
    };
    co_await db.transaction(ctx, body);
}

/// A category file is small: one transaction.
Task<Result<void>> apply_categories(pg::Db& db, const Ctx& ctx, const std::vector<catalog::CategoryInput>& categories, Report& report) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto written = catalog::save_categories(tx, categories);
        co_await tx.flush();
        report.counts.created = std::int64_t(written->size());
        report.counts.unchanged = std::int64_t(categories.size() - written->size());
        report.state = "applied";
        if (!written->empty()) catalog::note_store_change(tx);
        tx.send(sql::end_run(report.id, report.state, RawJson{to_json(report.counts)}));
        tx.after_commit([&db] { db.notify_soon(catalog::changes_channel); });
        co_return true;
    };
    auto done = co_await db.transaction(ctx, body);
    if (!done) co_return refuse(std::move(done.error()));
    co_return Result<void>{};
}

/// Where a run goes on.
struct From {
    Uuid digest;
    std::int64_t position = 0;
};

Task<Result<void>> apply_file(pg::Db& db, const Ctx& ctx, const Request& request, const SourceFile& file, Report& report, From from) {
    if (co_await db.read(ctx, sql::begin_applying(report.id, from.digest)) != 1) co_return refuse(busy);
    report.state = "applying";
    auto facts = co_await read_facts(db, ctx, request);
    co_return co_await apply_products(db, ctx, facts, file, report, from.position, request.beat);
}

/// A code that was taken between the check and the commit is a conflict, not a bug. What was committed before it stays, and is said.
Task<Result<void>> apply(pg::Db& db, const Ctx& ctx, const Request& request, const SourceFile& file, const std::vector<catalog::CategoryInput>& categories, Report& report, From from) {
    Result<void> done;
    try {
        if (report.kind == Kind::categories) done = co_await apply_categories(db, ctx, categories, report);
        else done = co_await apply_file(db, ctx, request, file, report, from);
    } catch (const pg::Error& error) {
        if (!error.is_unique_violation() && !error.is_worth_retrying()) throw;
        done = refuse(conflict, "another change of the same products came first; import the file again");
    }
    if (done && report.state == "cancelled") co_await write_end(db, ctx, report);
    if (done || done.error().code == busy.code) co_return done;  // a busy run is the other process's
    auto applied = report.counts.created + report.counts.updated + report.counts.unchanged;
    report.state = report.state == "applying" && applied > 0 ? "stopped" : "refused";
    co_await write_end(db, ctx, report);
    if (report.state == "stopped") done.error().detail += "; the first " + std::to_string(applied) + " products of the file are imported";
    co_return done;
}

/// What has been applied is counted again by the second pass.
void forget_forecast(Counts& counts) { counts.created = counts.updated = counts.unchanged = counts.levels_set = counts.categories_made = 0; }

}  // namespace

Task<Result<Report>> run(pg::Db& db, Ctx ctx, Request request) {
    auto file = co_await offload_value([&request] { return SourceFile(request.open, request.format); });
    Report report;
    report.id = request.id.value_or(ImportId::next(ctx.now));
    report.format = file.format();
    report.kind = file.format() == Format::categories ? Kind::categories : Kind::products;
    report.file_name = request.file_name;
    report.is_dry_run = request.is_dry_run;
    if (!co_await write_start(db, ctx, report, request.id.has_value())) co_return refuse(busy);
    if (request.begun) request.begun(report.id);

    std::vector<catalog::CategoryInput> categories;
    From from;
    auto facts = co_await read_facts(db, ctx, request);
    if (report.kind == Kind::categories) categories = read_categories(*file.records(), facts.category_slugs, report);
    else from.digest = co_await check_products(db, ctx, file, facts, report, request.beat);
    if (report.state.empty()) report.state = !report.faults.empty() ? "refused" : "checked";
    if (report.state == "refused" || report.state == "cancelled" || request.is_dry_run) {
        co_await write_end(db, ctx, report);
        co_return report;
    }
    co_await write_notices(db, ctx, report);
    forget_forecast(report.counts);
    auto applied = co_await apply(db, ctx, request, file, categories, report, from);
    if (!applied) co_return refuse(std::move(applied.error()));
    co_return report;
}

Task<Result<Report>> resume(pg::Db& db, Ctx ctx, ImportId id, Request request) {
    auto run = co_await db.read(ctx, sql::run_position(id));
    if (!run) co_return refuse(not_found);
    if (run->state == "applied") co_return co_await imports::report(db, ctx, id);
    if ((run->state != "applying" && run->state != "stopped") || !run->digest) co_return refuse(not_resumable, "its state is '" + run->state + "': import the file anew");
    auto before = read_json<Counts>(run->counts.text);  // none when it was killed before its first transaction
    Report report;
    report.id = id, report.kind = run->kind, report.file_name = run->file_name;
    if (request.begun) request.begun(id);
    auto file = co_await offload_value([&request] { return SourceFile(request.open, request.format); });
    report.format = file.format();
    auto facts = co_await read_facts(db, ctx, request);
    auto digest = co_await check_products(db, ctx, file, facts, report, request.beat);
    if (report.state == "cancelled") {
        if (before) report.counts = *before;
        co_await write_end(db, ctx, report);
        co_return report;
    }
    if (digest != *run->digest) co_return refuse(other_file, "import it anew, or give the file as it was");
    if (!report.faults.empty()) co_return refuse(conflict, "the shop changed meanwhile: row " + std::to_string(report.faults[0].row) + ", " + report.faults[0].text);
    forget_forecast(report.counts);
    if (before) {
        report.counts.created = before->created, report.counts.updated = before->updated;
        report.counts.unchanged = before->unchanged, report.counts.levels_set = before->levels_set, report.counts.categories_made = before->categories_made;
    }
    auto applied = co_await apply(db, ctx, request, file, {}, report, {digest, run->position});
    if (!applied) co_return refuse(std::move(applied.error()));
    co_return report;
}

Task<Result<Report>> report(pg::Db& db, Ctx ctx, ImportId id) {
    auto row = co_await db.read(ctx, sql::run_by_id(id));
    if (!row) co_return refuse(not_found);
    Report out{row->id, row->kind, row->file_name, row->is_dry_run, row->state, {}, {}, {}, row->format};
    if (row->counts.text != "{}") {
        auto counts = read_json<Counts>(row->counts.text);
        if (!counts) throw std::runtime_error("the counts of an import do not fit their shape");
        out.counts = *counts;
    }
    auto found = co_await db.read(ctx, sql::faults_of_run(id, -1, 2 * most_kept));
    for (auto& fault : found) (fault.is_notice ? out.notices : out.faults).push_back(std::move(fault));
    co_return out;
}

Task<Result<std::vector<ReportedFault>>> faults(pg::Db& db, Ctx ctx, ImportId id, std::int32_t after, std::int32_t limit) {
    auto row = co_await db.read(ctx, sql::run_by_id(id));
    if (!row) co_return refuse(not_found);
    co_return co_await db.read(ctx, sql::faults_of_run(id, after, limit));
}

}  // namespace vitrine::imports
