#include "modules/ledger/module.h"

#include "modules/ledger/routes.h"

namespace vitrine::ledger {

Module module() { return {.name = "ledger", .routes = routes}; }

}  // namespace vitrine::ledger
