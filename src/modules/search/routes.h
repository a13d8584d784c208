#pragma once
#include "io/http/routes.h"
#include "modules/app.h"

namespace vitrine::search {

void routes(http::Routes<App>& routes);
void admin_routes(http::Routes<App>& routes);
void availability_routes(http::Routes<App>& routes);

}  // namespace vitrine::search
