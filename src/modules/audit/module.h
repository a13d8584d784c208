#pragma once
#include "modules/module.h"

namespace vitrine::audit {

Module module();

}  // namespace vitrine::audit
