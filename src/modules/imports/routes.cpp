#include "modules/imports/routes.h"

#include "modules/imports/api.h"
#include "modules/stores/api.h"

namespace vitrine::imports {
namespace {

constexpr size_t file_limit_bytes = 64u << 20;

struct ImportQuery {
    std::optional<bool> dry_run;
    std::optional<Text<1, 255>> file_name;
    std::optional<ImportId> resume;
};
SHAPE(ImportQuery, dry_run, file_name, resume)
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

/// Imports the CSV file in the body. A dry run answers 200 with the report whatever is in it; a file with faults is refused whole (imports.faulty) and
/// its report stays readable under the id in the detail. Repeatable. `resume` carries on a run of the same file that broke off.
Task<Result<Report>> import_file(App& app, Ctx ctx, http::Query<ImportQuery> query, const http::Request& request) {
    auto media = request.header("content-type");
    if (media.substr(0, media.find(';')) != "text/csv") co_return refuse(refusals::unsupported_media, "send the file as text/csv");
    auto store = app.stores->by_id(ctx.store);
    if (!store) co_return refuse(refusals::not_found);
    Request import;
    import.open = [&request] { return bytes_of(std::string_view(request.body)); };
    if (query->file_name) import.file_name = query->file_name->str();
    import.is_dry_run = query->dry_run.value_or(false);
    import.currency = store->currency;
    auto working = query->resume ? resume(app.db, ctx, *query->resume, std::move(import)) : run(app.db, ctx, std::move(import));
    auto done = co_await std::move(working);
    if (!done) co_return refuse(std::move(done.error()));
    if (done->state == "refused" && !done->is_dry_run)
        co_return refuse(faulty, std::to_string(done->faults.size()) + " faults; the full report is /api/v1/admin/imports/" + done->id.text(), faults_of(*done));
    co_return std::move(*done);
}

Task<Result<Report>> show_import(App& app, Ctx ctx, http::Path<ImportPath> path) { return report(app.db, std::move(ctx), path->id); }

}  // namespace

void routes(http::Routes<App>& routes) {
    routes.post("/api/v1/admin/imports", import_file,
                {.summary = "Import a catalog or category file (text/csv): checked whole, and nothing is written when it has a fault", .access = http::Access::staff, .permission = "imports:write",
                 .body_limit_bytes = file_limit_bytes, .deadline_ms = 300'000, .refusals = {faulty, conflict, busy, not_resumable, other_file, not_found, refusals::unsupported_media}});
    routes.get("/api/v1/admin/imports/{id}", show_import,
               {.summary = "What came of an import", .access = http::Access::staff, .permission = "imports:write", .refusals = {not_found}});
}

}  // namespace vitrine::imports
