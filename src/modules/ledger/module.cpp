#include "modules/ledger/module.h"

namespace vitrine::ledger {

Module module() { return {.name = "ledger"}; }

}  // namespace vitrine::ledger
