#pragma once
#include "modules/module.h"

namespace vitrine::catalog {

Module module();

}  // namespace vitrine::catalog
