#pragma once
#include "modules/module.h"

namespace vitrine::accounts {

Module module();

}  // namespace vitrine::accounts
