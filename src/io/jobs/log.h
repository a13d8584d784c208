#pragma once
// Reading the log of news. Ids rise with the moment at which what published began, not with the commit: a reader that goes on from the last id it saw looks a little further back, and
// knows what it has seen by the ids.
#include <string>
#include <vector>

#include "io/jobs/listeners.h"

namespace vitrine::jobs {

/// Pure. Below the ids of all news that began at this moment or later.
EventId first_event_of(Instant at);
/// Pure. The moment an id was made for, to the millisecond.
Instant moment_of(EventId id);

/// News of the ctx's store after an id, newest first, at most so many. `topics`: what stands before the dot ("orders").
pg::Query<std::vector<LogEntry>> newest_events(EventId after, const std::vector<std::string>& topics, std::int32_t most);

}  // namespace vitrine::jobs
