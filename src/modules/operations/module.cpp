#include "modules/operations/module.h"

#include "modules/operations/routes.h"

namespace vitrine::operations {

Module module() { return {.name = "operations", .routes = routes, .refusals = {jobs::not_parked}}; }

}  // namespace vitrine::operations
