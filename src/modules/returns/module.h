#pragma once
#include "modules/module.h"

namespace vitrine::returns {

Module module();

}  // namespace vitrine::returns
