#include "modules/shipping/module.h"

#include "modules/shipping/api.h"

namespace vitrine::shipping {

Module module() { return {.name = "shipping", .refusals = {option_unknown, not_served}}; }

}  // namespace vitrine::shipping
