#pragma once
#include <span>

#include "modules/module.h"

namespace vitrine::app {

/// The ordered list of modules: calls go to modules above, news come from below.
std::span<const Module> modules();

}  // namespace vitrine::app
