#pragma once
// Who hears of new jobs once a transaction on this loop is committed.
#include <functional>

#include "io/pg/db.h"

namespace vitrine::jobs {

inline constexpr const char* channel = "vitrine_jobs";

/// After the commit: wakes the worker of this loop at once, and the others by NOTIFY (sent apart, because NOTIFY within the
/// transaction would put all commits of the database in single file).
void announce_after_commit(pg::Tx& tx);

/// The worker of `loop`; at most one. An empty function takes it away.
void set_wake(Loop& loop, std::function<void()> wake);

}  // namespace vitrine::jobs
