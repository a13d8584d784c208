#pragma once
#include "modules/module.h"

namespace vitrine::orders {

Module module();

}  // namespace vitrine::orders
