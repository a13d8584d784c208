#pragma once
#include "modules/module.h"

namespace vitrine::operations {

void routes(http::Routes<App>& routes);

}  // namespace vitrine::operations
