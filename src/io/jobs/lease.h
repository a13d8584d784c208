#pragma once
#include "io/jobs/jobs.h"

namespace vitrine::jobs {

/// Queues: the lease of this attempt ends `by` from now, for work that cannot say beforehand how long it takes. Do it well before the lease is over. When
/// another worker has the job meanwhile, the transaction fails with lease_lost_sqlstate. The deadline of the attempt's Ctx stays what it was.
void extend_lease(pg::Tx& tx, const Attempt& attempt, Duration by);

}  // namespace vitrine::jobs
