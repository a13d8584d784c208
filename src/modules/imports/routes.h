#pragma once
#include "io/http/routes.h"
#include "modules/app.h"

namespace vitrine::imports {

void routes(http::Routes<App>& routes);
void upload_routes(http::Routes<App>& routes);   ///< files in parts, progress, cancellation

}  // namespace vitrine::imports
