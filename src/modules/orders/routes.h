#pragma once
#include "modules/module.h"

namespace vitrine::orders {

void routes(http::Routes<App>& routes);
void checkout_routes(http::Routes<App>& routes);
void refund_routes(http::Routes<App>& routes);
void proof_routes(http::Routes<App>& routes);
void desk_routes(http::Routes<App>& routes);
void draft_routes(http::Routes<App>& routes);
void paid_edit_routes(http::Routes<App>& routes);

}  // namespace vitrine::orders
