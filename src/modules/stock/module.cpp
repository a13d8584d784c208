#include "modules/stock/module.h"

#include "modules/stock/api.h"

namespace vitrine::stock {

Module module() { return {.name = "stock", .refusals = {short_of}}; }

}  // namespace vitrine::stock
