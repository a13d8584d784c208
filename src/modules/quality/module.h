#pragma once
#include "modules/module.h"

namespace vitrine::quality {

Module module();

}  // namespace vitrine::quality
