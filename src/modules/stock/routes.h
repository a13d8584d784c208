#pragma once
#include "io/http/routes.h"
#include "modules/app.h"

namespace vitrine::stock {

/// How all of staff's routes of this module are kept.
inline http::RouteOptions staff_only(std::string permission, std::string summary, std::vector<RefusalKind> refusals = {}) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = std::move(permission), .body_limit_bytes = 512 * 1024, .refusals = std::move(refusals)};
}

void routes(http::Routes<App>& routes);
void transfer_routes(http::Routes<App>& routes);
void count_routes(http::Routes<App>& routes);

}  // namespace vitrine::stock
