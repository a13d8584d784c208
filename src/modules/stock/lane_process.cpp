#include <mutex>

#include "modules/stock/lane_store.h"

namespace vitrine::stock {
namespace {

/// Nothing is awaited while the mutex is held.
class ProcessLanes final : public LaneStore {
public:
    Task<Entered> enter(StoreId store, VariantId variant, std::string holder, std::int64_t quantity) override {
        std::scoped_lock lock(mutex_);
        auto& queue = queues_[{store, variant}];
        if (!queue.is_known()) co_return Entered{};
        auto door = queue.enter(holder, quantity, clock_now());
        co_return Entered{door, queue.learned_at()};
    }
    Task<void> leave(StoreId store, VariantId variant, std::string holder, bool bought) override {
        std::scoped_lock lock(mutex_);
        queues_[{store, variant}].leave(holder, bought);
        co_return;
    }
    Task<std::int64_t> mark(StoreId store, VariantId variant) override {
        std::scoped_lock lock(mutex_);
        co_return queues_[{store, variant}].mark();
    }
    Task<void> learn(StoreId store, VariantId variant, std::int64_t mark, Found found) override {
        std::scoped_lock lock(mutex_);
        queues_[{store, variant}].learn(mark, found.available, found.held, clock_now());
        co_return;
    }

private:
    std::mutex mutex_;
    std::map<std::pair<StoreId, VariantId>, Queue> queues_;
};

}  // namespace

LaneStore& process_lanes() {
    static ProcessLanes lanes;
    return lanes;
}

}  // namespace vitrine::stock
