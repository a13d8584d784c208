#include "modules/consent/module.h"

#include "modules/consent/routes.h"

namespace vitrine::consent {

Module module() { return {.name = "consent", .routes = routes}; }

}  // namespace vitrine::consent
