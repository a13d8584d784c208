#pragma once
// What the worker of a loop is told by others: that there are new jobs, and that somebody waits for an answer.
#include <functional>

#include "io/pg/db.h"

namespace vitrine::jobs {

inline constexpr const char* channel = "vitrine_jobs";

/// After the commit: wakes the worker of this loop at once, and the others by NOTIFY (sent apart, because NOTIFY within the
/// transaction would put all commits of the database in single file).
void announce_after_commit(pg::Tx& tx);

/// The worker of `loop`; at most one. An empty function takes it away.
void set_wake(Loop& loop, std::function<void()> wake);

/// While `is_busy` says so, the worker of this loop runs one job at a time and rests after it, and one more of a kind that may wait for the outside: whoever waits for an answer
/// comes first, and the jobs come after, until they are late themselves (limits.h). On the loop's thread; an empty function takes it away.
void give_way(const Loop& loop, std::function<bool()> is_busy);
/// Whether the worker of this loop has to.
bool gives_way(const Loop& loop);

}  // namespace vitrine::jobs
