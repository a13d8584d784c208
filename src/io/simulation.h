#pragma once
// What a simulation may do to time. Nothing but self-tests and tests calls this.
#include <optional>

#include "core/time.h"

namespace vitrine {

/// From now on no sleep_for of this thread takes longer than `longest`: what backs off, backs off in name only. Nothing: sleeps take their time again.
void cap_sleeps(std::optional<Duration> longest);

}  // namespace vitrine
