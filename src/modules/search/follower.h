#pragma once
#include <atomic>
#include <map>
#include <set>
#include <unordered_set>

#include "core/published.h"
#include "modules/search/api.h"
#include "modules/search/snapshot_folder.h"
#include "modules/search/store_state.h"

namespace vitrine::search {

/// Snapshots of all stores, kept fresh from catalog.changes. Polls four times a second, at once after a NOTIFY or for `caught_up`.
class Follower final : public Snapshots {
public:
    explicit Follower(std::string folder = {});   ///< where snapshots are kept; empty: nowhere
    ~Follower() override;
    std::shared_ptr<const Snapshot> of(StoreId store) const override;
    Task<void> start(Loop& loop, pg::DbOptions worker, pg::DbOptions runtime) override;
    bool is_loaded() const override { return is_loaded_; }
    Task<void> stop() override;
    Task<bool> caught_up(Duration limit) override;

private:
    using ByStore = std::map<StoreId, std::shared_ptr<const StoreSnapshot>>;
    using ChangeKey = std::pair<StoreId, std::int64_t>;

    Task<void> load_all();
    Task<void> restore_from_folder(const catalog::FeedPosition& now);
    Task<void> reload_what_the_feed_forgot();
    void keep_soon();
    Task<void> keep(KeptStore state);
    Task<void> keep_all();
    Task<void> follow();
    Task<void> poll();
    Task<void> wait_for_news();
    Task<void> reload(StoreId store);
    Task<void> refresh(StoreId store, std::vector<ProductId> products);
    Task<void> refresh_tuning(StoreId store);
    Task<void> refresh_tunings();
    Task<void> run_compaction(StoreId store, std::shared_ptr<Compaction> compaction);
    Task<void> forget_old_changes();
    void publish(StoreId store);
    Ctx ctx(StoreId store = {}) const;

    Published<ByStore> published_;
    std::atomic<bool> is_loaded_ = false, is_stopping_ = false, has_news_ = false, has_stopped_ = true;
    std::atomic<std::uint64_t> asked_ = 0, answered_ = 0;   ///< tickets of caught_up

    // Only on the follower's loop.
    pg::DbOptions runtime_options_;
    std::unique_ptr<pg::Db> worker_, runtime_;
    std::unique_ptr<pg::Listener> listener_;
    std::map<StoreId, StoreState> stores_;
    std::string floor_;
    std::set<ChangeKey> seen_;
    std::vector<std::pair<StoreId, std::shared_ptr<Compaction>>> compacted_;
    int compactions_running_ = 0;
    SnapshotFolder folder_;
    std::string origin_;                               ///< of the database
    std::map<StoreId, std::uint64_t> restored_;        ///< from files, until it is known that the feed covers them: their floors
    std::set<StoreId> unkept_, to_keep_;               ///< changed since they were written; those of this round
    Instant next_keeping_{};
    bool is_keeping_ = false;
    std::uint64_t next_version_ = 1;
    Instant last_poll_{}, last_cleaning_{}, last_tuning_{}, gathers_until_{};
};

}  // namespace vitrine::search
