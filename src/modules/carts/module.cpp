#include "modules/carts/module.h"

#include "modules/carts/api.h"
#include "modules/carts/routes.h"

namespace vitrine::carts {

Module module() { return {.name = "carts", .routes = routes, .refusals = {not_found, stale, closed, variant_unknown, line_unknown, too_many_lines, too_many_codes, code_absent}}; }

}  // namespace vitrine::carts
