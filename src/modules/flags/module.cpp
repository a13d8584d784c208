#include "modules/flags/module.h"

#include "modules/flags/routes.h"
#include "modules/flags/switches.h"

namespace vitrine::flags {

Module module() { return {.name = "flags", .routes = routes, .refusals = {unknown, off, too_many_testers}}; }

}  // namespace vitrine::flags
