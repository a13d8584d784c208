#pragma once
#include "io/http/routes.h"
#include "modules/app.h"

namespace vitrine::prices {

void routes(http::Routes<App>& routes);
void list_routes(http::Routes<App>& routes);
void bulk_routes(http::Routes<App>& routes);

}  // namespace vitrine::prices
