#pragma once

namespace vitrine::app {

/// The command line: `vitrine serve | work | migrate | simulate | import | verify | …`. Gives the exit code: 0 done, 1 failed, 2 wrong usage.
int run(int argc, char** argv);

}  // namespace vitrine::app
