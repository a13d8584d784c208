#pragma once
#include "io/jobs/jobs.h"

namespace vitrine::jobs {

/// How long to wait after the failed attempt `attempt` (from 1): first_retry_ms doubled each time up to longest_retry_ms, of which a random half
/// to the whole, so that jobs that failed together do not come back together.
Duration pause_after(int attempt, const KindOptions& options);

}  // namespace vitrine::jobs
