#pragma once
#include "modules/module.h"

namespace vitrine::promotions {

Module module();

}  // namespace vitrine::promotions
