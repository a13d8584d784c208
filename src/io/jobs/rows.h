#pragma once
// What the statements of this folder give.
#include "io/jobs/listeners.h"

namespace vitrine::jobs {

/// A row of claim.sql. `attempt` 0: not claimed, only moved out of the way because it stands behind another.
struct ClaimedJob {
    StoreId store;
    JobId id;
    std::string kind, aggregate;
    std::int32_t attempt = 0;
    RawJson payload;
    Instant due{};
    Uuid lease;
    Instant lease_until{};
    std::string request_id, last_error;
};
SHAPE(ClaimedJob, store, id, kind, aggregate, attempt, payload, due, lease, lease_until, request_id, last_error)

}  // namespace vitrine::jobs
