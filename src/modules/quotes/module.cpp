#include "modules/quotes/module.h"

namespace vitrine::quotes {

Module module() { return {.name = "quotes"}; }

}  // namespace vitrine::quotes
