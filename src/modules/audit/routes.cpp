#include "modules/audit/routes.h"

#include "modules/audit/api.h"

namespace vitrine::audit {
namespace {

Task<Result<EntryPage>> get_page(App& app, Ctx ctx, http::Query<EntryFilter> filter) { return list(app.db, std::move(ctx), filter.value); }

}  // namespace

void routes(http::Routes<App>& routes) {
    routes.get("/api/v1/admin/audit", get_page,
               {.summary = "The audit log, newest first: who changed what, with the values before and after", .access = http::Access::staff, .permission = "audit:read"});
}

}  // namespace vitrine::audit
