#pragma once
#include "modules/module.h"

namespace vitrine::spins {

Module module();

}  // namespace vitrine::spins
