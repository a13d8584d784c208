#pragma once
#include "modules/module.h"

namespace vitrine::imports {

Module module();

}  // namespace vitrine::imports
