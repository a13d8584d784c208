#pragma once
#include "app/config.h"

namespace vitrine::app {

/// Serves the shop until SIGTERM or SIGINT, then drains. Gives the exit code: 0 when everything in work was ended. Blocks.
/// std::runtime_error when it cannot start (port taken, no database, faulty template).
int serve(Settings settings);

}  // namespace vitrine::app
