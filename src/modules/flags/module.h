#pragma once
#include "modules/module.h"

namespace vitrine::flags {

Module module();

}  // namespace vitrine::flags
