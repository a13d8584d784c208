#include "modules/catalog/module.h"

#include "modules/catalog/api.h"
#include "modules/catalog/routes.h"

namespace vitrine::catalog {

Module module() { return {.name = "catalog", .routes = &routes, .refusals = {product_unknown, variant_unknown}}; }

}  // namespace vitrine::catalog
