#pragma once
#include "io/jobs/jobs.h"

namespace vitrine::jobs {

/// How many attempts of a kind one loop runs at once that runs `parallel` in all. A kind whose lease is longer than the usual one says that it may wait for the
/// outside, a buyer's phone for instance: it gets half, so that what is quick never waits behind it. Pure.
int most_at_once(const KindOptions& options, int parallel);

/// How long a crowded loop rests between two jobs whose oldest has been due for `lag`: so that jobs take little from whoever waits for an answer, until they are late themselves. Pure.
Duration rest_in_crowd(Duration lag);

/// How often the leases of claimed jobs are renewed at least, and for how long: whoever holds a job longer hangs, and somebody else may have it.
inline constexpr Duration renewed_every = 15s, renewed_for = 15min;

}  // namespace vitrine::jobs
