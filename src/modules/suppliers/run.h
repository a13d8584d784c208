#pragma once
// A run of a feed: from its file to offers and goods of the catalog.
#include "core/shape.h"
#include "modules/imports/api.h"
#include "modules/suppliers/feed.h"

namespace vitrine::suppliers {

enum class RunState { queued, fetching, checking, held, applying, applied, failed, cancelled };
SHAPE_ENUM(RunState, queued, fetching, checking, held, applying, applied, failed, cancelled)

/// Rows of the file: `rows` = new_rows + changed + unchanged + returned + faulty.
struct RunCounts {
    std::int64_t rows = 0, faulty = 0, notices = 0;
    std::int64_t new_rows = 0, changed = 0, unchanged = 0, returned = 0;   ///< returned: was gone and is listed again
    std::int64_t gone = 0;                                                ///< listed before and not in the file
    std::int64_t jumps = 0;                                               ///< price jumps among the changed
    std::int64_t listed_before = 0;
    std::int64_t applied = 0;                                             ///< offers written so far, gone ones included
    std::int64_t products = 0;                                            ///< products written or changed so far
    std::int64_t bytes = 0;
};
SHAPE(RunCounts, rows, faulty, notices, new_rows, changed, unchanged, returned, gone, jumps, listed_before, applied, products, bytes)

struct RunView {
    RunId id;
    FeedId feed;
    RunState state = RunState::queued;
    std::string file_name;
    RunCounts counts;
    std::string why;                          ///< of held, failed and cancelled: a code
    std::string detail;                       ///< the same for people
    std::string let_through_by, let_through_reason;
    std::int64_t attempts = 0;                ///< of fetching
    Instant started_at{};
    std::optional<Instant> ended_at;
    std::string actor;
};
SHAPE(RunView, id, feed, state, file_name, counts, why, detail, let_through_by, let_through_reason, attempts, started_at, ended_at, actor)

struct RunPage {
    std::vector<RunView> items;               ///< newest first
    std::optional<RunId> next_cursor;
};
SHAPE(RunPage, items, next_cursor)
struct RunFilter {
    std::optional<FeedId> feed;
    std::optional<RunState> state;
    std::optional<RunId> cursor;
    std::optional<Whole<1, 200>> limit;
};
SHAPE(RunFilter, feed, state, cursor, limit)

/// A fault or notice of one row.
struct RunFault {
    std::int32_t position = 0;
    std::int64_t row = 0;
    std::string column, code, text;
    bool is_notice = false;
};
SHAPE(RunFault, position, row, column, code, text, is_notice)
struct RunFaultPage {
    std::vector<RunFault> items;
    std::optional<std::string> next_cursor;
};
SHAPE(RunFaultPage, items, next_cursor)

enum class Difference { added, changed, returned, gone, jumped };
SHAPE_ENUM(Difference, added, changed, returned, gone, jumped)
/// What the file would change, or changed: the first thousand of each kind, all price jumps up to ten thousand.
struct RunDiff {
    std::int32_t position = 0;
    Difference what = Difference::added;
    std::string code;                         ///< the supplier's
    std::optional<std::int64_t> price_was_minor, price_is_minor;   ///< in the store's currency
};
SHAPE(RunDiff, position, what, code, price_was_minor, price_is_minor)
struct RunDiffPage {
    std::vector<RunDiff> items;
    std::optional<std::string> next_cursor;
};
SHAPE(RunDiffPage, items, next_cursor)

/// What a run begins with: nothing where the feed is pulled or dropped; the upload (imports) and its number of parts where it is uploaded.
struct NewRun {
    std::optional<imports::ImportId> upload;
    std::optional<Whole<1, imports::most_parts>> parts;
};
SHAPE(NewRun, upload, parts)
struct LetThrough {
    Text<3, 500> reason;
};
SHAPE(LetThrough, reason)

/// Payloads of jobs.
struct WorkRun {
    RunId run;
};
SHAPE(WorkRun, run)
struct FeedTick {
    FeedId feed;
};
SHAPE(FeedTick, feed)

inline constexpr std::string_view work_job = "suppliers.work", tick_job = "suppliers.tick";

/// Starts a run of a feed. Repeatable: while one is at work it is refused. A held run is cancelled by a later one. Refuses suppliers.feed_not_found, suppliers.feed_busy,
/// suppliers.needs_upload, imports.not_found, imports.parts_missing.
Task<Result<RunView>> start_run(App& app, Ctx ctx, FeedId feed, NewRun in);
Task<RunPage> list_runs(App& app, Ctx ctx, RunFilter filter);
/// Refuses suppliers.run_not_found.
Task<Result<RunView>> find_run(App& app, Ctx ctx, RunId id);
/// A person has looked: the run goes on past its guards, once, and says who and why. Refuses suppliers.run_not_found, suppliers.run_not_held.
Task<Result<RunView>> let_through(App& app, Ctx ctx, RunId id, LetThrough in);
/// Ends a run at its next look; what was committed stays. Repeatable. Refuses suppliers.run_not_found, suppliers.run_over.
Task<Result<RunView>> cancel_run(App& app, Ctx ctx, RunId id);
Task<Result<RunFaultPage>> list_run_faults(App& app, Ctx ctx, RunId id, std::int32_t after, std::int32_t limit);
Task<Result<RunDiffPage>> list_run_diffs(App& app, Ctx ctx, RunId id, std::int32_t after, std::int32_t limit);

/// Carries a run on from wherever it stands: fetches, checks, applies. Its lease is extended while the process lives. Repeatable: a worker that died is followed by the next.
Task<void> work_run(App& app, const jobs::Attempt& attempt, const WorkRun& what);
/// The feed's time has come: starts a run where none is at work and sets the next time.
Task<void> tick_feed(App& app, const jobs::Attempt& attempt, const FeedTick& what);

}  // namespace vitrine::suppliers
