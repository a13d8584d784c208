#pragma once
#include "modules/module.h"

namespace vitrine::carts {

void routes(http::Routes<App>& routes);

}  // namespace vitrine::carts
