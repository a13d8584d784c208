#include "modules/audit/module.h"

#include "modules/audit/routes.h"

namespace vitrine::audit {

Module module() { return {.name = "audit", .routes = routes}; }

}  // namespace vitrine::audit
