#pragma once
#include "modules/module.h"

namespace vitrine::suppliers {

Module module();

}  // namespace vitrine::suppliers
