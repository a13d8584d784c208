#include "modules/live/hub.h"

#include <algorithm>
#include <mutex>

#include "io/jobs/wake.h"
#include "io/telemetry/log.h"
#include "modules/search/api.h"

namespace vitrine::live {
namespace {

constexpr int rest_after_work = 20;   ///< a look that took long is not followed by the next before twenty times as long

std::mutex guard;
std::map<const Loop*, std::weak_ptr<Streams::Inner>>& all_hubs() {
    static std::map<const Loop*, std::weak_ptr<Streams::Inner>> hubs;
    return hubs;
}

}  // namespace

std::shared_ptr<Streams::Inner> hub_of(const Loop& loop) {
    std::scoped_lock hold(guard);
    auto found = all_hubs().find(&loop);
    return found == all_hubs().end() ? nullptr : found->second.lock();
}

void Followed::each(const std::function<void(Feed&)>& visit) const {
    for (const auto& [id, order] : orders)
        for (const auto& feed : order.feeds) visit(*feed);
    for (const auto& one : staff) visit(*one.feed);
    for (const auto& one : customers) visit(*one.feed);
}

void Followed::leave(const FeedPointer& feed) {
    for (auto& [id, order] : orders) {
        std::erase(order.feeds, feed);
        order.told.erase(feed.get());
    }
    std::erase_if(orders, [](const auto& entry) { return entry.second.feeds.empty() && !entry.second.is_reading; });
    auto is_it = [&](const auto& one) { return one.feed == feed; };
    std::erase_if(staff, is_it);
    std::erase_if(customers, is_it);
    std::erase_if(levels, is_it);
}

Ctx Streams::Inner::ctx(StoreId store) const {
    auto now = clock_now();
    return {.now = now, .store = store, .role = Role::worker, .actor = "live", .deadline = now + Duration(10s)};
}

Task<FollowedPointer> Streams::Inner::enter(std::shared_ptr<Inner> self, StoreId id) {
    auto& place = self->stores[id];
    if (!place) place = std::make_shared<Followed>(Followed{.store = id});
    auto store = place;
    ++store->entering;
    if (!self->listener) {
        auto options = self->listen;
        options.connections = 1;
        self->listener = std::make_unique<pg::Listener>(self->app.loop, std::move(options), jobs::channel, [hub = self.get()](const std::string&) {
            for (const auto& [key, followed] : hub->stores) followed->has_news = true;
        });
    }
    self->keep_time();
    std::exception_ptr failure;
    try {
        while (!store->is_primed && !self->is_stopping) {
            if (store->is_looking) co_await sleep_for(2ms);
            else co_await look(self, store);
        }
    } catch (...) {
        failure = std::current_exception();
    }
    --store->entering;
    if (failure) std::rethrow_exception(failure);
    co_return store;
}

Task<void> Streams::Inner::look(std::shared_ptr<Inner> self, FollowedPointer store) {
    struct Looking {
        Followed& store;
        explicit Looking(Followed& at) : store(at) { store.is_looking = true; }
        ~Looking() { store.is_looking = false; }
    } looking(*store);
    static const std::vector<std::string> topics{"orders", "payments", "fulfilment", "returns", "stock"};
    auto begun = clock_now();
    bool is_far = !store->is_primed || begun >= store->next_far;
    store->has_news = false;
    // Back to the last look that worked, and beyond it to where transactions may have begun that were open then.
    auto reach = is_far ? self->pace.far : self->pace.near;
    auto from = std::min(begun, store->is_primed ? store->looked_at : begun) - reach;
    auto found = co_await self->app.db.read(self->ctx(store->store), jobs::newest_events(jobs::first_event_of(from), topics, most_at_once));
    std::vector<jobs::LogEntry> fresh;
    for (auto at = found.rbegin(); at != found.rend(); ++at) {
        if (!store->seen.insert(at->id).second) continue;
        store->newest = std::max(store->newest, at->id);
        if (store->is_primed) fresh.push_back(std::move(*at));
    }
    store->seen.erase(store->seen.begin(), store->seen.lower_bound(jobs::first_event_of(from - self->pace.far)));
    store->looked_at = begun;
    store->is_primed = true;
    auto ended = clock_now();
    store->next_look = ended + std::max(self->pace.between_looks, (ended - begun) * rest_after_work);
    if (is_far) store->next_far = ended + std::max(self->pace.far_every, (ended - begun) * rest_after_work);
    if (!fresh.empty()) co_await self->tell(store, std::move(fresh));
}

void Streams::Inner::start_what_is_due(const FollowedPointer& store, Instant now) {
    store->each([&](Feed& feed) { feed.beat(now, pace.beat_every); });
    bool is_due = (store->has_news && now >= store->next_look) || now >= store->next_far;
    auto spawn = [this](auto task) {
        ++busy;
        app.loop.spawn([](std::shared_ptr<Inner> self, Task<void> work) -> Task<void> {
            try {
                co_await std::move(work);
            } catch (const std::exception& why) {
                log::warn("live.look_failed", {{"error", why.what()}});  // the next look goes back to the last that worked
            }
            --self->busy;
        }(shared_from_this(), std::move(task)));
    };
    if (is_due && store->is_primed && !store->is_looking) {
        spawn(look(shared_from_this(), store));                                // how far it goes back it has decided when this returns
        store->next_far = std::max(store->next_far, now + pace.between_looks);  // one that fails is not followed by the next at once
    }
    if (store->levels.empty() || store->reads_levels || now < store->next_levels) return;
    std::shared_ptr<const void> snapshot = app.snapshots ? app.snapshots->of(store->store) : nullptr;
    if (store->levels_changed || snapshot != store->snapshot || now >= store->far_levels) {
        store->snapshot = std::move(snapshot);
        spawn(read_levels(shared_from_this(), store));
    }
}

void Streams::Inner::keep_time() {
    if (is_ticking || is_stopping) return;
    is_ticking = true;
    ++busy;
    app.loop.spawn(tick(shared_from_this()));
}

Task<void> Streams::Inner::tick(std::shared_ptr<Inner> self) {
    while (!self->is_stopping && !self->stores.empty()) {
        co_await sleep_for(self->pace.step);
        if (self->is_stopping) break;
        auto now = clock_now();
        std::erase_if(self->stores, [](const auto& entry) { return entry.second->is_empty() && !entry.second->is_looking; });
        for (const auto& [id, store] : self->stores) self->start_what_is_due(store, now);
    }
    self->listener.reset();
    self->is_ticking = false;
    --self->busy;
}

void Streams::Inner::end_all() {
    is_stopping = true;
    for (const auto& [id, store] : stores) store->each([](Feed& feed) { feed.end(); });
}

Streams::Streams(App& app, pg::DbOptions listen, Pace pace) : inner_(std::make_shared<Inner>(app, std::move(listen), pace)) {
    std::scoped_lock hold(guard);
    all_hubs()[&app.loop] = inner_;
}

Streams::~Streams() {
    inner_->is_stopping = true;
    inner_->listener.reset();
    std::scoped_lock hold(guard);
    std::erase_if(all_hubs(), [this](const auto& entry) { auto hub = entry.second.lock(); return !hub || hub == inner_; });
}

void Streams::end_all() { inner_->end_all(); }

Task<void> Streams::stop() {
    inner_->end_all();
    while (inner_->busy > 0) co_await sleep_for(2ms);
    inner_->stores.clear();
}

}  // namespace vitrine::live
