#pragma once
#include "modules/module.h"

namespace vitrine::tenders {

Module module();

}  // namespace vitrine::tenders
