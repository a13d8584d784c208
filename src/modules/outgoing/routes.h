#pragma once
#include "modules/module.h"

namespace vitrine::outgoing {

void routes(http::Routes<App>& routes);

}  // namespace vitrine::outgoing
