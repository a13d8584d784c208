#pragma once
#include "io/http/routes.h"
#include "modules/app.h"

namespace vitrine::payments {

void add_routes(http::Routes<App>& routes);
void gateway_routes(http::Routes<App>& routes);
void operations_routes(http::Routes<App>& routes);

}  // namespace vitrine::payments
