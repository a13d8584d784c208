#include "modules/live/module.h"

#include "modules/live/api.h"
#include "modules/live/routes.h"

namespace vitrine::live {

Module module() { return {.name = "live", .routes = routes, .refusals = {not_live, too_many}}; }

}  // namespace vitrine::live
