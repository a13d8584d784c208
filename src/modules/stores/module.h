#pragma once
#include "modules/module.h"

namespace vitrine::stores {

Module module();

}  // namespace vitrine::stores
