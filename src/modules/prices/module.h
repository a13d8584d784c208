#pragma once
#include "modules/module.h"

namespace vitrine::prices {

Module module();

}  // namespace vitrine::prices
