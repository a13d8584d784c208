#pragma once
// Jobs and shoppers share the processors of a loop.
#include <functional>

#include "io/loop.h"

namespace vitrine::jobs {

/// While `is_busy` says so, the worker of this loop runs one job at a time, and one more of a kind that may wait for the outside: whoever waits for an answer comes first, and
/// the jobs come after. On the loop's thread; an empty function takes it away.
void give_way(const Loop& loop, std::function<bool()> is_busy);
/// Whether the worker of this loop has to.
bool gives_way(const Loop& loop);

}  // namespace vitrine::jobs
