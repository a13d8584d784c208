#include "modules/imports/rows.h"
#include "modules/imports/sql.h"
#include "modules/imports/work.h"

namespace vitrine::imports {
namespace {

std::string name_of(Kind kind) { return boost::describe::enum_to_string(kind, ""); }

Task<void> write_start(pg::Db& db, const Ctx& ctx, const Report& report) {
    auto query = sql::start_run(report.id, name_of(report.kind), report.file_name, report.is_dry_run, ctx.actor, ctx.now);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        tx.send(query);
        co_return true;
    };
    co_await db.transaction(ctx, body);
}

pg::Query<std::int64_t> faults_query(const Report& report) {
    std::vector<std::int32_t> positions;
    std::vector<std::int64_t> rows;
    std::vector<std::string> columns, codes, texts;
    for (const auto& fault : report.faults) {
        positions.push_back(std::int32_t(positions.size()));
        rows.push_back(fault.row);
        columns.push_back(fault.column);
        codes.push_back(fault.code);
        texts.push_back(fault.text);
    }
    return sql::save_faults(report.id, positions, rows, columns, codes, texts);
}

/// Ends a run that applied nothing.
Task<void> write_end(pg::Db& db, const Ctx& ctx, const Report& report) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        if (!report.faults.empty()) tx.send(faults_query(report));
        tx.send(sql::end_run(report.id, report.state, RawJson{to_json(report.counts)}));
        co_return true;
    };
    co_await db.transaction(ctx, body);
}

Task<Result<void>> apply(pg::Tx& tx, const StoreFacts& facts, const Request& request, const std::vector<catalog::CategoryInput>& categories, Report& report) {
    if (report.kind == Kind::products) {
        auto applied = co_await apply_products(tx, facts, request, report);
        if (!applied) co_return refuse(std::move(applied.error()));
    } else {
        auto written = catalog::save_categories(tx, categories);
        co_await tx.flush();
        report.counts.created = std::int64_t(written->size());
        report.counts.unchanged = std::int64_t(categories.size() - written->size());
        if (!written->empty()) catalog::note_store_change(tx);
    }
    report.state = "applied";
    tx.send(sql::end_run(report.id, report.state, RawJson{to_json(report.counts)}));
    co_return Result<void>{};
}

/// All of it or nothing. A code that was taken between the check and the commit is a conflict, not a bug.
Task<Result<void>> apply_in_one_transaction(pg::Db& db, const Ctx& ctx, const Request& request, const std::vector<catalog::CategoryInput>& categories, Report& report) {
    auto facts = co_await read_facts(db, ctx, request.currency);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto applied = co_await apply(tx, facts, request, categories, report);
        if (!applied) co_return refuse(std::move(applied.error()));
        tx.after_commit([&db] { db.notify_soon(catalog::changes_channel); });
        co_return true;
    };
    Result<bool> done = false;
    try {
        done = co_await db.transaction(ctx, body, {.retry = false});
    } catch (const pg::Error& error) {
        if (!error.is_unique_violation() && !error.is_worth_retrying()) throw;
        done = refuse(conflict, "another change of the same products came first; import the file again");
    }
    if (!done) co_return refuse(std::move(done.error()));
    co_return Result<void>{};
}

}  // namespace

Task<Result<Report>> run(pg::Db& db, Ctx ctx, Request request) {
    Report report;
    report.id = ImportId::next(ctx.now);
    report.kind = is_category_file(request.open()) ? Kind::categories : Kind::products;
    report.file_name = request.file_name;
    report.is_dry_run = request.is_dry_run;
    co_await write_start(db, ctx, report);

    std::vector<catalog::CategoryInput> categories;
    if (report.kind == Kind::categories) {
        auto facts = co_await read_facts(db, ctx, request.currency);
        categories = read_categories(request.open(), facts.categories, report);
    } else {
        co_await check_products(db, ctx, request, report);
    }
    report.state = !report.faults.empty() ? "refused" : "checked";
    if (report.state == "refused" || request.is_dry_run) {
        co_await write_end(db, ctx, report);
        co_return report;
    }
    auto applied = co_await apply_in_one_transaction(db, ctx, request, categories, report);
    if (applied) co_return report;
    report.state = "refused";
    co_await write_end(db, ctx, report);
    co_return refuse(std::move(applied.error()));
}

Task<Result<Report>> report(pg::Db& db, Ctx ctx, ImportId id) {
    auto row = co_await db.read(ctx, sql::run_by_id(id));
    if (!row) co_return refuse(not_found);
    Report out{row->id, row->kind, row->file_name, row->is_dry_run, row->state, {}, {}};
    if (row->ended_at) {
        auto counts = read_json<Counts>(row->counts.text);
        if (!counts) throw std::runtime_error("the counts of an import do not fit their shape");
        out.counts = *counts;
    }
    out.faults = co_await db.read(ctx, sql::faults_of_run(id, 10'000));
    co_return out;
}

}  // namespace vitrine::imports
