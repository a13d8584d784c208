#pragma once
#include "modules/module.h"

namespace vitrine::taxes {

Module module();

}  // namespace vitrine::taxes
