#pragma once
#include "modules/module.h"

namespace vitrine::ledger {

Module module();

}  // namespace vitrine::ledger
