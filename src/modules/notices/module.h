#pragma once
#include "modules/module.h"

namespace vitrine::notices {

Module module();

}  // namespace vitrine::notices
