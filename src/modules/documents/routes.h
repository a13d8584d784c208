#pragma once
#include "modules/module.h"

namespace vitrine::documents {

void routes(http::Routes<App>& routes);

}  // namespace vitrine::documents
