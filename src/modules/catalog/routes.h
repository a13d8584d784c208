#pragma once
#include "io/http/routes.h"
#include "modules/app.h"

namespace vitrine::catalog {

void product_routes(http::Routes<App>& routes);
void structure_routes(http::Routes<App>& routes);  ///< categories, brands, attributes and their sets
void bulk_routes(http::Routes<App>& routes);

}  // namespace vitrine::catalog
