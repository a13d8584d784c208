#pragma once
#include "modules/module.h"

namespace vitrine::fulfilment {

Module module();

}  // namespace vitrine::fulfilment
