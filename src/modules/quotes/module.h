#pragma once
#include "modules/module.h"

namespace vitrine::quotes {

Module module();

}  // namespace vitrine::quotes
