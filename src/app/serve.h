#pragma once
#include "app/config.h"

namespace vitrine::app {

/// Serves the shop until SIGTERM or SIGINT, then drains. Gives the exit code: 0 when everything in work was ended. Blocks.
/// std::runtime_error when it cannot start (port taken, no database, faulty template).
/// With `jobs_only` it listens for no shopper and only works off the jobs (and serves the metrics' own port, if one is set).
int serve(Settings settings, bool jobs_only = false);

}  // namespace vitrine::app
