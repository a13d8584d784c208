#include "modules/shipping/module.h"

#include "modules/shipping/couriers/api.h"
#include "modules/shipping/routes.h"

namespace vitrine::shipping {

Module module() { return {.name = "shipping", .routes = &add_routes, .refusals = {option_unknown, not_served, tables_invalid, signature_refused}}; }

}  // namespace vitrine::shipping
