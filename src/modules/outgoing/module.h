#pragma once
#include "modules/module.h"

namespace vitrine::outgoing {

Module module();

}  // namespace vitrine::outgoing
