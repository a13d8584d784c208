#pragma once
#include "modules/module.h"

namespace vitrine::shipping {

Module module();

}  // namespace vitrine::shipping
