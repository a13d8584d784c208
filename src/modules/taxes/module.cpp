#include "modules/taxes/module.h"

#include "modules/taxes/api.h"
#include "modules/taxes/routes.h"

namespace vitrine::taxes {

Module module() { return {.name = "taxes", .routes = &routes, .refusals = {tables_invalid}}; }

}  // namespace vitrine::taxes
