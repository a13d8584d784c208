#pragma once
// The parts of a run's work.
#include "modules/suppliers/batches.h"

namespace vitrine::suppliers {

/// Tells the database how far a run is, hears whether it is called off, and keeps the lease of its job: at most twice a second but where it is asked to.
class Pulse {
public:
    Pulse(App& app, const jobs::Attempt& attempt, RunId run) : app_(app), attempt_(attempt), run_(run) {}
    /// False: stop. Throws pg::Error lease_lost_sqlstate when another worker has the job.
    Task<bool> beat(const RunCounts& counts);
    /// The same inside a transaction that writes anyway.
    void extend(pg::Tx& tx);
    void called_off() { goes_on_ = false; }

private:
    App& app_;
    const jobs::Attempt& attempt_;
    RunId run_;
    Instant told_at_{}, extended_at_{};
    bool goes_on_ = true;
};

inline constexpr Duration run_lease = 60s;

/// How a step of a run ended where it did not go well.
struct Ending {
    RunState state = RunState::failed;
    std::string why, detail;
};

/// Gets the feed's file and keeps it as an upload. `again`: the supplier does not answer, or asks for patience; ask at `when`.
struct Fetched {
    std::string upload;
    std::int32_t parts = 0;
    std::string file_name;
    std::optional<Instant> again = {};
    std::string why = {}, detail = {};   ///< of again, and of what cannot be fetched at all; no address and no secret
    bool is_there = false;
};
Task<Fetched> fetch(App& app, const Ctx& ctx, const FeedRowData& feed, std::int64_t attempts, Pulse& pulse);
/// The newest file that was dropped for a feed, with its time: equal names mean equal files. Empty: none.
std::string newest_drop(const App& app, const stores::Store& store, const FeedRowData& feed);

/// First pass: what is wrong with the file and what it would change. Writes nothing.
struct Checked {
    RunCounts counts;
    std::vector<RunFault> faults;
    std::vector<RunDiff> diffs;
    std::string refusal;                 ///< the file as a whole cannot be read, and why
    bool is_called_off = false;
};
Task<Checked> check_file(App& app, const Ctx& ctx, const FeedPlan& plan, std::shared_ptr<const imports::Spool> file, Pulse& pulse);

/// Second pass, from the run's position on: offers, products, prices, stock, 2,000 rows a transaction, each of which moves the position; then what vanished. Gives false when it was called off.
Task<bool> apply_file(App& app, const Ctx& ctx, const FeedPlan& plan, const RunRow& run, std::shared_ptr<const imports::Spool> file, RunCounts counts, Pulse& pulse);

}  // namespace vitrine::suppliers
