#pragma once
#include "modules/module.h"

namespace vitrine::audit {

void routes(http::Routes<App>& routes);

}  // namespace vitrine::audit
