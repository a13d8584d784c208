#pragma once
// Who follows what on this loop, and the reader of the log that tells them.
#include <map>
#include <set>

#include "io/jobs/log.h"
#include "modules/accounts/api.h"
#include "modules/live/api.h"
#include "modules/live/feed.h"
#include "modules/stock/levels/api.h"

namespace vitrine::live {

using FeedPointer = std::shared_ptr<Feed>;

/// News as staff hear them: the envelope of docs/events.md without the store.
struct Told {
    jobs::EventId id;
    std::string type;
    Instant timestamp{};
    std::string aggregate;
    std::int64_t sequence = 1;   ///< within the aggregate, from 1 without a gap
    RawJson data;
};
SHAPE(Told, id, type, timestamp, aggregate, sequence, data)

/// Where an order stands now; nothing when there is none. Four reads.
Task<std::optional<OrderStatus>> read_status(App& app, Ctx ctx, orders::OrderId id);

/// A store that somebody on this loop follows.
struct Followed {
    struct OfOrder {
        std::vector<FeedPointer> feeds;
        std::map<const Feed*, std::string> told;   ///< the tag of what each was told last
        bool is_reading = false, is_stale = false;
    };
    struct OfStaff {
        FeedPointer feed;
        std::string topic;
    };
    struct OfCustomer {
        FeedPointer feed;
        accounts::Person person;
        std::string mailbox;                       ///< in lower case
    };
    struct OfLevels {
        FeedPointer feed;
        std::vector<catalog::VariantId> variants;
        std::map<catalog::VariantId, std::string> told;
    };

    StoreId store;
    std::map<orders::OrderId, OfOrder> orders;
    std::vector<OfStaff> staff;
    std::vector<OfCustomer> customers;
    std::vector<OfLevels> levels;
    int entering = 0;                              ///< streams that are being opened

    std::set<jobs::EventId> seen;                  ///< of the window that looks go back to
    jobs::EventId newest;
    Instant looked_at{}, next_look{}, next_far{}, next_levels{}, far_levels{};
    bool is_primed = false, is_looking = false, has_news = false, levels_changed = false, reads_levels = false;
    std::shared_ptr<const void> snapshot;          ///< that the levels were last looked at with

    bool is_empty() const { return orders.empty() && staff.empty() && customers.empty() && levels.empty() && entering == 0; }
    void each(const std::function<void(Feed&)>& visit) const;
    void leave(const FeedPointer& feed);
};
using FollowedPointer = std::shared_ptr<Followed>;

struct Streams::Inner : std::enable_shared_from_this<Streams::Inner> {
    Inner(App& app, pg::DbOptions listen, Pace pace) : app(app), pace(pace), listen(std::move(listen)) {}

    static constexpr std::int32_t most_at_once = 20'000, most_replayed = 200;
    static constexpr size_t most_of_one = 16, most_of_all = 20'000;

    /// The store, whose news are told from here on.
    static Task<FollowedPointer> enter(std::shared_ptr<Inner> self, StoreId store);
    /// Looks for news and tells them. Never twice at once for a store.
    static Task<void> look(std::shared_ptr<Inner> self, FollowedPointer store);
    static Task<void> refresh(std::shared_ptr<Inner> self, FollowedPointer store, orders::OrderId id);
    static Task<void> read_levels(std::shared_ptr<Inner> self, FollowedPointer store);
    Task<void> tell(const FollowedPointer& store, std::vector<jobs::LogEntry> news);
    Task<void> tell_customers(const FollowedPointer& store, std::map<orders::OrderId, jobs::EventId> changed);
    void touched(const FollowedPointer& store, orders::OrderId id);
    Ctx ctx(StoreId store) const;
    void keep_time();
    void end_all();

    App& app;
    const Pace pace;
    pg::DbOptions listen;
    std::unique_ptr<pg::Listener> listener;        ///< while somebody follows something
    std::map<StoreId, FollowedPointer> stores;
    size_t open = 0;
    int busy = 0;
    bool is_stopping = false, is_ticking = false;

private:
    static Task<void> tick(std::shared_ptr<Inner> self);
    void start_what_is_due(const FollowedPointer& store, Instant now);
};

/// The hub of a loop; null where none works.
std::shared_ptr<Streams::Inner> hub_of(const Loop& loop);

/// Pure. The news as a message of a stream of staff.
Message told(const jobs::LogEntry& entry);
/// Pure. The order that news are about; nothing where they are about none.
std::optional<orders::OrderId> order_of(const jobs::LogEntry& entry);

}  // namespace vitrine::live
