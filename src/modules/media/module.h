#pragma once
#include "modules/module.h"

namespace vitrine::media {

Module module();

}  // namespace vitrine::media
