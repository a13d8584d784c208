#include "modules/imports/module.h"

#include "modules/imports/api.h"
#include "modules/imports/routes.h"

namespace vitrine::imports {

Module module() { return {.name = "imports", .routes = &routes, .refusals = {faulty, conflict, not_found}}; }

}  // namespace vitrine::imports
