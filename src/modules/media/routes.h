#pragma once
#include "io/http/routes.h"
#include "modules/app.h"

namespace vitrine::media {

void routes(http::Routes<App>& routes);

}  // namespace vitrine::media
