#pragma once
#include <memory>

#include "core/ctx.h"
#include "io/redis/client.h"
#include "modules/stock/api.h"
#include "modules/stock/queue.h"

namespace vitrine::stock {

/// What the database says of an article with a lane.
struct Found {
    std::int64_t available = 0, held = 0;
};

/// Where the queue of one article is kept: in this process or in Redis. What was learned longer ago than `stale` has to be learned again before it counts.
class LaneStore {
public:
    virtual ~LaneStore() = default;
    struct Entered {
        Door door;
        Instant learned_at{};     ///< when the database was last looked at; zero: never, then the door means nothing
    };
    virtual Task<Entered> enter(StoreId store, VariantId variant, std::string holder, std::int64_t quantity) = 0;
    virtual Task<void> leave(StoreId store, VariantId variant, std::string holder, bool bought) = 0;
    virtual Task<std::int64_t> mark(StoreId store, VariantId variant) = 0;
    virtual Task<void> learn(StoreId store, VariantId variant, std::int64_t mark, Found found) = 0;
};

/// Queues of this process, shared by its loops.
LaneStore& process_lanes();
/// Queues of all processes, in the Redis that SharedQueues opened for this thread; null where none is. Throws redis::Unavailable.
LaneStore* shared_lanes();

}  // namespace vitrine::stock
