#pragma once
#include "modules/module.h"

namespace vitrine::risk {

Module module();

}  // namespace vitrine::risk
