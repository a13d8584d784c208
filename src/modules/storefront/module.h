#pragma once
#include "modules/module.h"

namespace vitrine::storefront {

Module module();

}  // namespace vitrine::storefront
