#pragma once
#include "io/http/routes.h"
#include "modules/app.h"

namespace vitrine::spins {

void routes(http::Routes<App>& routes);

}  // namespace vitrine::spins
