#include "io/jobs/lease.h"

#include "io/jobs/sql.h"

namespace vitrine::jobs {

void extend_lease(pg::Tx& tx, const Attempt& attempt, Duration by) { tx.send(sql::extend_lease(attempt.job.id, attempt.lease, clock_now() + by)); }

}  // namespace vitrine::jobs
