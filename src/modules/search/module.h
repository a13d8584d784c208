#pragma once
#include "modules/module.h"

namespace vitrine::search {

Module module();

}  // namespace vitrine::search
