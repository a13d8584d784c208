#pragma once
#include "modules/module.h"

namespace vitrine::consent {

Module module();

}  // namespace vitrine::consent
