#pragma once
#include "modules/module.h"

namespace vitrine::documents {

Module module();

}  // namespace vitrine::documents
