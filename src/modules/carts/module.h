#pragma once
#include "modules/module.h"

namespace vitrine::carts {

Module module();

}  // namespace vitrine::carts
