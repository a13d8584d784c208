#pragma once
#include "modules/module.h"

namespace vitrine::notices {

void routes(http::Routes<App>& routes);          ///< of staff
void reader_routes(http::Routes<App>& routes);   ///< of whoever got a notice

}  // namespace vitrine::notices
