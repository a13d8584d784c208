#pragma once
#include "io/http/routes.h"
#include "modules/app.h"

namespace vitrine::returns {

void routes(http::Routes<App>& routes);

// Its parts: the holder's of an order, and staff's.
void holder_routes(http::Routes<App>& routes);
void staff_routes(http::Routes<App>& routes);

}  // namespace vitrine::returns
