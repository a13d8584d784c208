#pragma once
#include "modules/module.h"

namespace vitrine::stock {

Module module();

}  // namespace vitrine::stock
