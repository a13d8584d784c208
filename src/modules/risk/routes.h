#pragma once
#include "modules/module.h"

namespace vitrine::risk {

void routes(http::Routes<App>& routes);

}  // namespace vitrine::risk
