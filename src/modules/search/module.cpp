#include "modules/search/module.h"

#include "modules/search/api.h"
#include "modules/search/routes.h"

namespace vitrine::search {

Module module() { return {.name = "search", .routes = &routes, .refusals = {product_unknown}}; }

}  // namespace vitrine::search
