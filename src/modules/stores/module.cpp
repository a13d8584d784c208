#include "modules/stores/module.h"

namespace vitrine::stores {

Module module() { return {.name = "stores"}; }

}  // namespace vitrine::stores
