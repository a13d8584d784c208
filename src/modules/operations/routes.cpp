#include "modules/operations/routes.h"

namespace vitrine::operations {
namespace {

struct JobPath {
    jobs::JobId id;
};
SHAPE(JobPath, id)
struct JobFilter {
    std::optional<Whole<1, 200>> limit;
};
SHAPE(JobFilter, limit)
struct ParkedJobs {
    std::vector<jobs::ParkedJob> items;
};
SHAPE(ParkedJobs, items)

Task<Result<ParkedJobs>> list_parked(App& app, Ctx ctx, http::Query<JobFilter> filter) {
    auto limit = int(filter->limit.value_or(Whole<1, 200>{50}));
    co_return ParkedJobs{co_await jobs::parked(app.db, ctx, limit)};
}

Task<Result<http::NoContent>> rerun(App& app, Ctx ctx, http::Path<JobPath> path) {
    auto done = co_await jobs::rerun(app.db, ctx, path->id);
    if (!done) co_return refuse(done.error());
    co_return http::NoContent{};
}

Task<Result<http::NoContent>> discard(App& app, Ctx ctx, http::Path<JobPath> path) {
    auto done = co_await jobs::discard(app.db, ctx, path->id);
    if (!done) co_return refuse(done.error());
    co_return http::NoContent{};
}

}  // namespace

void routes(http::Routes<App>& routes) {
    routes.get("/api/v1/admin/jobs", list_parked, {.summary = "Parked jobs with their last error, oldest first", .access = http::Access::staff, .permission = "jobs:read"});
    routes.post("/api/v1/admin/jobs/{id}/rerun", rerun,
                {.summary = "Puts a parked job back in line; repeating it is refused", .access = http::Access::staff, .permission = "jobs:write", .refusals = {jobs::not_parked}});
    routes.del("/api/v1/admin/jobs/{id}", discard,
               {.summary = "Gives a parked job up, so that those behind it can go on", .access = http::Access::staff, .permission = "jobs:write", .refusals = {jobs::not_parked}});
}

}  // namespace vitrine::operations
