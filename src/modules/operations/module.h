#pragma once
#include "modules/module.h"

namespace vitrine::operations {

Module module();

}  // namespace vitrine::operations
