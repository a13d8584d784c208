#pragma once
#include "modules/module.h"

namespace vitrine::fulfilment {

void add_routes(http::Routes<App>& routes);

}  // namespace vitrine::fulfilment
