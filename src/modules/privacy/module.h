#pragma once
#include "modules/module.h"

namespace vitrine::privacy {

Module module();

}  // namespace vitrine::privacy
