#pragma once
#include "modules/module.h"

namespace vitrine::launch {

Module module();

}  // namespace vitrine::launch
