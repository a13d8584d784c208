#pragma once
#include "io/http/routes.h"
#include "modules/app.h"

namespace vitrine::payments {

void add_routes(http::Routes<App>& routes);
void gateway_routes(http::Routes<App>& routes);
void refund_routes(http::Routes<App>& routes);
void transfer_routes(http::Routes<App>& routes);
void settlement_routes(http::Routes<App>& routes);
void trouble_routes(http::Routes<App>& routes);   ///< disputes and reviews
void operations_routes(http::Routes<App>& routes);

}  // namespace vitrine::payments
