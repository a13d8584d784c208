#pragma once
#include "modules/module.h"

namespace vitrine::shipping {

void add_routes(http::Routes<App>& routes);

}  // namespace vitrine::shipping
