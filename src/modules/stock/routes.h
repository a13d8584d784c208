#pragma once
#include "io/http/routes.h"
#include "modules/app.h"

namespace vitrine::stock {

void routes(http::Routes<App>& routes);
void transfer_routes(http::Routes<App>& routes);
void count_routes(http::Routes<App>& routes);

}  // namespace vitrine::stock
