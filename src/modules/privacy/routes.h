#pragma once
#include "modules/module.h"

namespace vitrine::privacy {

void routes(http::Routes<App>& routes);

}  // namespace vitrine::privacy
