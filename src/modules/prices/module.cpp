#include "modules/prices/module.h"

#include "modules/prices/routes.h"

namespace vitrine::prices {

Module module() { return {.name = "prices", .routes = &routes}; }

}  // namespace vitrine::prices
