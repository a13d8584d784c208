#include "modules/imports/api.h"
#include "modules/imports/routes.h"

namespace vitrine::imports {
namespace {

constexpr Duration looked_every = 300ms;
constexpr int looks_until_repeated = 15;   ///< a client that has left is noticed when something is sent

struct ImportPath {
    ImportId id;
};
SHAPE(ImportPath, id)
struct PartPath {
    ImportId id;
    Whole<1, most_parts> number;
};
SHAPE(PartPath, id, number)
struct PartList {
    std::vector<PartRow> items;
};
SHAPE(PartList, items)
struct Start {
    Whole<1, most_parts> parts;          ///< how many the file has
};
SHAPE(Start, parts)
struct NewImport {
    Report report;
    std::int64_t part_bytes = most_part_bytes;
};
SHAPE(NewImport, report, part_bytes)

Task<Result<http::Created<NewImport>>> post_upload(App& app, Ctx ctx, http::Body<NewUpload> in) {
    auto opened = co_await open_upload(app, ctx, in.value);
    if (!opened) co_return refuse(std::move(opened.error()));
    auto location = "/api/v1/admin/imports/" + opened->id.text();
    co_return http::Created<NewImport>{{std::move(*opened), most_part_bytes}, location};
}

Task<Result<PartRow>> put_one_part(App& app, Ctx ctx, http::Path<PartPath> path, const http::Request& request) {
    if (request.body.empty()) co_return refuse(refusals::invalid, {}, {{"/", "required", "send the bytes of the part"}});
    co_return co_await put_part(app, ctx, path->id, std::int32_t(path->number.value), request.body);
}

Task<Result<PartList>> list_parts(App& app, Ctx ctx, http::Path<ImportPath> path) {
    auto found = co_await parts(app, ctx, path->id);
    if (!found) co_return refuse(std::move(found.error()));
    co_return PartList{std::move(*found)};
}

Task<Result<Report>> post_start(App& app, Ctx ctx, http::Path<ImportPath> path, http::Body<Start> in) { return start(app, std::move(ctx), path->id, std::int32_t(in->parts.value)); }

Task<Result<Report>> post_cancellation(App& app, Ctx ctx, http::Path<ImportPath> path) { return cancel(app, std::move(ctx), path->id); }

/// Sends what changed, and the same again now and then, until nothing will change any more or the client has left.
Task<void> tell(App& app, Ctx ctx, ImportId id, http::EventSink& sink) {
    std::string told;
    std::int64_t number = 0;
    int same = 0;
    for (;;) {
        auto now = co_await progress(app, ctx, id);
        if (!now) co_return;
        auto text = to_json(*now);
        bool is_end = is_over(now->state) || now->state == "stopped";
        if (text != told || ++same == looks_until_repeated) {
            told = text;
            same = 0;
            auto event = is_end ? std::string_view("end") : std::string_view("progress");
            if (!co_await sink.send(event, text, std::to_string(++number))) co_return;
        }
        if (is_end) co_return;
        co_await sleep_for(looked_every);
    }
}

/// The progress of an import as server-sent events: `progress` whenever something changed, `end` when it has ended or stopped; then the stream ends.
Task<Result<http::Response>> stream_progress(App& app, Ctx ctx, http::Path<ImportPath> path) {
    auto now = co_await progress(app, ctx, path->id);
    if (!now) co_return refuse(std::move(now.error()));
    ctx.deadline = {};  // an import may last longer than a request
    http::Response response;
    response.body = http::EventStream{[&app, ctx, id = path->id](http::EventSink& sink) { return tell(app, ctx, id, sink); }};
    co_return response;
}

}  // namespace

void upload_routes(http::Routes<App>& routes) {
    auto options = [](std::string summary, std::vector<RefusalKind> refusals, size_t limit = 64 * 1024) {
        return http::RouteOptions{.summary = std::move(summary), .access = http::Access::staff, .permission = "imports:write", .body_limit_bytes = limit, .refusals = std::move(refusals)};
    };
    routes.post("/api/v1/admin/imports/uploads", post_upload, options("Open an upload in parts; a worker carries it out once it is started", {}));
    routes.put("/api/v1/admin/imports/{id}/parts/{number}", put_one_part, options("Put a part of the file, in any order; repeatable", {not_found, not_uploading}, size_t(most_part_bytes)));
    routes.get("/api/v1/admin/imports/{id}/parts", list_parts, options("The parts that are there", {not_found}));
    routes.post("/api/v1/admin/imports/{id}/start", post_start, options("The file is whole: a worker takes it, or takes up one that stopped", {not_found, parts_missing, not_resumable}));
    routes.post("/api/v1/admin/imports/{id}/cancellation", post_cancellation, options("End an import at its next look; what was committed stays", {not_found, not_cancellable}));
    routes.get("/api/v1/admin/imports/{id}/progress", stream_progress, options("How far an import is, as server-sent events", {not_found}));
}

}  // namespace vitrine::imports
