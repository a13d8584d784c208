#include "modules/imports/routes.h"

#include "modules/imports/api.h"
#include "modules/imports/background.h"
#include "modules/imports/export.h"
#include "modules/imports/export_file.h"
#include "modules/imports/import_rows_cells.h"
#include "modules/stores/api.h"

namespace vitrine::imports {
namespace {

constexpr size_t file_limit_bytes = 64u << 20;

struct ImportQuery {
    std::optional<bool> dry_run, create_categories;
    std::optional<Text<1, 255>> file_name;
    std::optional<Format> format;
    std::optional<Slug> category;
    std::optional<ImportId> resume;
};
SHAPE(ImportQuery, dry_run, create_categories, file_name, format, category, resume)

struct FaultsQuery {
    std::optional<std::int32_t> limit;
    std::optional<Text<1, 12>> cursor;
};
SHAPE(FaultsQuery, limit, cursor)

struct FaultsPage {
    std::vector<ReportedFault> items;
    std::optional<std::string> next_cursor;
};
SHAPE(FaultsPage, items, next_cursor)

struct ExportQuery {
    std::optional<Format> format;
    std::optional<bool> xlsx;
    std::optional<Slug> category;
    std::optional<Text<1, 40>> status;
};
SHAPE(ExportQuery, format, xlsx, category, status)
struct ImportPath {
    ImportId id;
};
SHAPE(ImportPath, id)

std::vector<Fault> faults_of(const Report& report) {
    std::vector<Fault> faults;
    for (const auto& fault : report.faults) {
        if (faults.size() == 1'000) break;
        faults.push_back({"/rows/" + std::to_string(fault.row) + (fault.column.empty() ? "" : "/" + fault.column), fault.code, fault.text});
    }
    return faults;
}

constexpr std::string_view xlsx_media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Imports the CSV or XLSX file in the body. A dry run answers 200 with the report whatever is in it; a file with faults is refused whole (imports.faulty) and
/// its report stays readable under the id in the detail. Repeatable. `resume` carries on a run of the same file that broke off.
Task<Result<Report>> import_file(App& app, Ctx ctx, http::Query<ImportQuery> query, const http::Request& request) {
    auto media = request.header("content-type");
    media = media.substr(0, media.find(';'));
    if (media != "text/csv" && media != xlsx_media) co_return refuse(refusals::unsupported_media, "send the file as text/csv, or XLSX as " + std::string(xlsx_media));
    auto store = app.stores->by_id(ctx.store);
    if (!store) co_return refuse(refusals::not_found);
    Request import;
    import.open = [&request] { return bytes_of(std::string_view(request.body)); };
    if (query->file_name) import.file_name = query->file_name->str();
    import.is_dry_run = query->dry_run.value_or(false);
    import.currency = store->currency;
    import.format = query->format;
    Heart heart(app.db, ctx, query->resume.value_or(ImportId{}));
    import.begun = [&heart](ImportId id) { heart.of(id); };
    import.beat = [&heart](std::int64_t rows) { return heart.beat(rows); };
    import.makes_categories = query->create_categories.value_or(false);
    if (query->category) import.fallback_category = query->category->str();
    auto working = query->resume ? resume(app.db, ctx, *query->resume, std::move(import)) : run(app.db, ctx, std::move(import));
    auto done = co_await std::move(working);
    if (!done) co_return refuse(std::move(done.error()));
    if (done->state == "refused" && !done->is_dry_run)
        co_return refuse(faulty, std::to_string(done->faults.size()) + " faults; the full report is /api/v1/admin/imports/" + done->id.text(), faults_of(*done));
    co_return std::move(*done);
}

Task<Result<Report>> show_import(App& app, Ctx ctx, http::Path<ImportPath> path) { return report(app.db, std::move(ctx), path->id); }

/// Faults, then notices, 200 a page (1,000 at most).
Task<Result<FaultsPage>> list_faults(App& app, Ctx ctx, http::Path<ImportPath> path, http::Query<FaultsQuery> query) {
    auto limit = query->limit.value_or(200);
    std::int32_t after = -1;
    if (query->cursor) {
        auto text = query->cursor->str();
        if (text.size() > 9 || text.find_first_not_of("0123456789") != std::string::npos) co_return refuse(refusals::invalid, "", {{"/cursor", "out_of_range", "give the next_cursor of the page before"}});
        after = std::stoi(text);
    }
    if (limit < 1 || limit > 1'000) co_return refuse(refusals::invalid, "", {{"/limit", "out_of_range", "from 1 to 1000"}});
    auto page = co_await faults(app.db, ctx, path->id, after, limit);
    if (!page) co_return refuse(std::move(page.error()));
    FaultsPage out{std::move(*page), {}};
    if (out.items.size() == std::size_t(limit)) out.next_cursor = std::to_string(after + limit);
    co_return out;
}

/// The same as a CSV file, for the person who mends the source.
Task<Result<http::Response>> download_faults(App& app, Ctx ctx, http::Path<ImportPath> path) {
    auto found = co_await faults(app.db, ctx, path->id, -1, 20'002);
    if (!found) co_return refuse(std::move(found.error()));
    http::Response response;
    std::string text;
    auto writer = csv_writer([&text](std::string_view bytes) { text += bytes; });
    writer->row({"row", "column", "severity", "code", "text"});
    for (const auto& fault : *found) writer->row({std::to_string(fault.row), cells::guarded(fault.column), fault.is_notice ? "notice" : "fault", fault.code, cells::guarded(fault.text)});
    writer->finish();
    response.body = std::move(text);
    response.set("Content-Type", "text/csv; charset=utf-8");
    response.set("Content-Disposition", "attachment; filename=\"import-faults.csv\"");
    co_return response;
}

/// Writes the export into a file without a name, which the server then sends: memory stays bounded whatever the size of the catalog.
Task<Result<http::Response>> export_file(App& app, Ctx ctx, http::Query<ExportQuery> query) {
    auto store = app.stores->by_id(ctx.store);
    if (!store) co_return refuse(refusals::not_found);
    ExportRequest request{query->format.value_or(Format::native), store->currency, {}, {}};
    if (query->category) request.category = query->category->str();
    if (query->status) request.statuses = {query->status->str()};
    bool is_sheet = query->xlsx.value_or(false);
    auto file = std::make_shared<ExportFile>();
    auto writer = is_sheet ? sheet_writer(file->path()) : csv_writer([file](std::string_view bytes) { file->append(bytes); });
    auto counts = co_await export_catalog(app.db, ctx, std::move(request), *writer);
    file->finish();
    http::Response response;
    response.body = http::FileBody{file->path(), is_sheet ? std::string(xlsx_media) : "text/csv; charset=utf-8", file};
    response.set("Content-Disposition", is_sheet ? "attachment; filename=\"catalog.xlsx\"" : "attachment; filename=\"catalog.csv\"");
    response.set("X-Row-Count", std::to_string(counts.rows));
    co_return response;
}

}  // namespace

void routes(http::Routes<App>& routes) {
    upload_routes(routes);
    routes.post("/api/v1/admin/imports", import_file,
                {.summary = "Import a catalog or category file (CSV or XLSX; ours, Shopify's or WooCommerce's): checked whole, and nothing is written when it has a fault", .access = http::Access::staff, .permission = "imports:write",
                 .body_limit_bytes = file_limit_bytes, .deadline_ms = 300'000, .refusals = {faulty, conflict, busy, not_resumable, other_file, not_found, refusals::unsupported_media}});
    routes.get("/api/v1/admin/imports/{id}", show_import,
               {.summary = "What came of an import", .access = http::Access::staff, .permission = "imports:write", .refusals = {not_found}});
    routes.get("/api/v1/admin/imports/{id}/faults", list_faults,
               {.summary = "What was wrong with an import, row by row", .access = http::Access::staff, .permission = "imports:write", .refusals = {not_found}});
    routes.get("/api/v1/admin/imports/{id}/faults.csv", download_faults,
               {.summary = "The same as a CSV file", .access = http::Access::staff, .permission = "imports:write", .refusals = {not_found}});
    routes.get("/api/v1/admin/exports", export_file,
               {.summary = "The catalog as a CSV or XLSX file in our format, Shopify's or WooCommerce's", .access = http::Access::staff, .permission = "imports:write",
                .deadline_ms = 300'000, .refusals = {refusals::not_found}});
}

}  // namespace vitrine::imports
