#pragma once
// Who hears all news of one store, beside the subscribers that the program names: decided by a row, at run time.
#include <string>

#include "io/jobs/jobs.h"

namespace vitrine::jobs {

/// One piece of news as it stands in the log: the payload of a listener's jobs, which have the news' aggregate and run in its order.
struct LogEntry {
    EventId id;
    std::string name, aggregate;
    std::int64_t sequence = 1;   ///< within the aggregate, from 1
    Instant at{};
    RawJson payload;
};
SHAPE(LogEntry, id, name, aggregate, sequence, at, payload)

/// From the commit on, every piece of news of the ctx's store adds a job of `kind`, or no longer does. News published before are not told again.
/// Register the handler with Registry::timer<Env, LogEntry>. Repeatable. Costs publishing one look into a small table, and nothing where nobody listens.
void listen(pg::Tx& tx, const std::string& kind, bool is_on);
/// Whether a kind listens in the ctx's store.
pg::Query<bool> listens(const std::string& kind);

}  // namespace vitrine::jobs
