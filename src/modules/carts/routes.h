#pragma once
#include "modules/module.h"

namespace vitrine::carts {

void routes(http::Routes<App>& routes);
void kept_routes(http::Routes<App>& routes);
void owner_routes(http::Routes<App>& routes);   ///< carts of customers, live carts, recovery and its settings

}  // namespace vitrine::carts
