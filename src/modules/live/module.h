#pragma once
#include "modules/module.h"

namespace vitrine::live {

Module module();

}  // namespace vitrine::live
