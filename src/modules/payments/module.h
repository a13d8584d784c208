#pragma once
#include "modules/module.h"

namespace vitrine::payments {

Module module();

}  // namespace vitrine::payments
