#pragma once
// One attempt at one claimed job. Used by worker.cpp.
#include "io/jobs/rows.h"

namespace vitrine::jobs {

struct Desk {
    pg::Db& claims;    ///< as vitrine_worker
    pg::Db& runtime;   ///< as vitrine_app
    const Registry& registry;
    void* env;
};

/// Runs the handler of a claimed job and settles how it ended: done, again later, or parked. Never throws.
Task<void> run_claimed(Desk desk, ClaimedJob claimed, Instant now);

}  // namespace vitrine::jobs
