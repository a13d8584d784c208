#pragma once
#include "io/http/routes.h"
#include "modules/app.h"

namespace vitrine::flags {

void routes(http::Routes<App>& routes);

}  // namespace vitrine::flags
