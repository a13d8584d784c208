#include "modules/search/follower.h"

#include <algorithm>
#include <thread>

#include "io/loop.h"
#include "io/telemetry/log.h"
#include "modules/search/read_products.h"
#include "modules/search/segment_build.h"
#include "modules/search/tuning_store.h"

namespace vitrine::search {
namespace {

constexpr auto poll_every = 250ms, look_every = 5ms;
/// Changes that come close together are taken together: each new snapshot costs statements, and the answers kept for the last one.
constexpr Duration gather_for = 100ms;
constexpr Duration keep_changes = 1h, clean_every = 10min, tune_every = 10min;
/// A follower that slept longer than this may have missed changes that were cleaned away: it loads everything again.
constexpr auto longest_sleep = 30min;
/// How much a killed process may have to catch up from the feed.
constexpr Duration keep_every = 1min;
constexpr size_t refresh_batch = 500, most_refreshed = 5'000;

unsigned loading_threads() { return std::clamp(std::thread::hardware_concurrency(), 1u, 4u); }

}  // namespace

Follower::Follower(std::string folder) : folder_(std::move(folder)) {}
Follower::~Follower() = default;

std::shared_ptr<Snapshots> make_snapshots(std::string folder) { return std::make_shared<Follower>(std::move(folder)); }

std::shared_ptr<const Snapshot> Follower::of(StoreId store) const {
    static const auto empty = std::make_shared<const StoreSnapshot>();
    auto all = published_.get();
    auto found = all->find(store);
    return found == all->end() ? empty : found->second;
}

Ctx Follower::ctx(StoreId store) const { return {.now = clock_now(), .store = store, .role = Role::worker, .actor = "snapshots"}; }

Task<void> Follower::start(Loop& loop, pg::DbOptions worker, pg::DbOptions runtime) {
    runtime_options_ = runtime;
    worker.connections = 1;
    runtime.connections = 1;
    worker_ = std::make_unique<pg::Db>(loop, worker);
    runtime_ = std::make_unique<pg::Db>(loop, runtime);
    listener_ = std::make_unique<pg::Listener>(loop, worker, catalog::changes_channel, [this](std::string) { has_news_ = true; });
    while (!is_loaded_ && !is_stopping_) {
        bool failed = false;
        try {
            co_await load_all();
        } catch (const std::exception& error) {
            log::warn("snapshots.load_failed", {{"error", error.what()}});
            failed = true;
        }
        if (failed) co_await sleep_for(500ms);
    }
    has_stopped_ = false;
    loop.spawn(follow());
}

Task<void> Follower::load_all() {
    auto began = clock_now();
    // The floor comes first: whatever commits while we load is seen again afterwards, and applying twice does no harm.
    auto now = co_await worker_->read(ctx(), catalog::feed_position());
    auto stores = co_await worker_->read(ctx(), catalog::stores_with_products());
    origin_ = now.origin;
    floor_ = now.floor;
    seen_.clear();
    restored_.clear();
    if (!is_loaded_) co_await restore_from_folder(now);
    auto restored = restored_.size();
    for (auto store : stores)
        if (!restored_.contains(store)) co_await reload(store);
    if (restored > 0) {
        co_await poll();
        co_await reload_what_the_feed_forgot();
    }
    last_poll_ = last_cleaning_ = last_tuning_ = clock_now();
    next_keeping_ = last_poll_;
    is_loaded_ = true;
    log::info("snapshots.loaded", {{"stores", std::to_string(stores.size())}, {"restored", std::to_string(restored)}, {"ms", std::to_string((clock_now() - began) / 1ms)}});
}

/// Takes what an earlier process kept, and lowers the floor to theirs: the first poll then brings all that happened since.
Task<void> Follower::restore_from_folder(const catalog::FeedPosition& now) {
    auto kept = co_await offload_value([this, &now] { return folder_.read(now.origin, std::stoull(now.ceiling)); });
    for (auto& store : kept) {
        auto taxonomy = co_await read_taxonomy(*runtime_, ctx(store.store));
        auto tuning = co_await read_tuning(*runtime_, ctx(store.store));
        stores_[store.store].restore(std::move(store.parts), std::move(taxonomy), store.currency);
        stores_[store.store].set_tuning(std::move(tuning));
        restored_[store.store] = store.floor;
        next_version_ = std::max(next_version_, store.version + 1);
        if (store.floor < std::stoull(floor_)) floor_ = std::to_string(store.floor);
    }
    for (const auto& [store, floor] : restored_) publish(store);
}

/// What was cleaned away before a restored store could read it is written down (catalog.forgotten): that store is loaded anew. Asked after
/// the reading, so nothing can be cleaned away in between.
Task<void> Follower::reload_what_the_feed_forgot() {
    for (const auto& forgotten : co_await worker_->read(ctx(), catalog::forgotten_changes())) {
        auto found = restored_.find(forgotten.store);
        if (found == restored_.end() || found->second > std::stoull(forgotten.up_to)) continue;
        log::info("snapshots.too_old", {{"store", forgotten.store.text()}});
        co_await reload(forgotten.store);
    }
    restored_.clear();
}

/// Starts writing the next store that changed, once a minute each. Called between polls only, when the parts and the floor belong together;
/// readers and the feed are not held up.
void Follower::keep_soon() {
    if (is_keeping_ || !folder_.is_used()) return;
    if (to_keep_.empty()) {
        if (clock_now() < next_keeping_ && !is_stopping_) return;
        to_keep_ = std::exchange(unkept_, {});
        next_keeping_ = clock_now() + keep_every;
    }
    if (to_keep_.empty()) return;
    auto store = to_keep_.extract(to_keep_.begin()).value();
    const auto& state = stores_[store];
    is_keeping_ = true;
    Loop::here().spawn(keep({store, origin_, std::stoull(floor_), next_version_, state.currency(), state.parts()}));
}

Task<void> Follower::keep(KeptStore state) {
    co_await offload([&] { folder_.write(state); });
    is_keeping_ = false;
}

Task<void> Follower::keep_all() {
    while (is_keeping_ || (folder_.is_used() && !(to_keep_.empty() && unkept_.empty()))) {
        keep_soon();
        co_await sleep_for(look_every);
    }
}

Task<void> Follower::stop() {
    is_stopping_ = true;
    while (!has_stopped_) co_await sleep_for(look_every);
    listener_.reset();
    if (worker_) co_await worker_->close();
    if (runtime_) co_await runtime_->close();
    worker_.reset();  // their timers belong to the loop, which goes before us
    runtime_.reset();
}

Task<bool> Follower::caught_up(Duration limit) {
    auto ticket = ++asked_;
    has_news_ = true;
    auto deadline = clock_now() + limit;
    while (answered_ < ticket && clock_now() < deadline) co_await sleep_for(2ms);
    co_return answered_ >= ticket;
}

Task<void> Follower::follow() {
    while (!is_stopping_) {
        co_await wait_for_news();
        auto ticket = asked_.load();
        try {
            if (clock_now() - last_poll_ > longest_sleep) co_await load_all();
            co_await poll();
            answered_ = ticket;
            last_poll_ = clock_now();
            if (last_poll_ - last_cleaning_ > clean_every) co_await forget_old_changes();
            if (last_poll_ - last_tuning_ > tune_every) co_await refresh_tunings();
            keep_soon();
        } catch (const std::exception& error) {
            log::warn("snapshots.poll_failed", {{"error", error.what()}});
        }
    }
    while (compactions_running_ > 0) co_await sleep_for(look_every);
    co_await keep_all();
    has_stopped_ = true;
}

/// What comes after a quiet time is taken at once; whoever waits to see his own change (caught_up) is not kept waiting either.
Task<void> Follower::wait_for_news() {
    while (clock_now() < gathers_until_ && asked_ == answered_ && !is_stopping_) co_await sleep_for(look_every);
    auto until = clock_now() + poll_every;
    while (!has_news_ && !is_stopping_ && clock_now() < until && compacted_.empty()) co_await sleep_for(look_every);
    has_news_ = false;
}

Task<void> Follower::poll() {
    for (auto& [store, compaction] : std::exchange(compacted_, {})) {
        stores_[store].adopt(*compaction);
        publish(store);
    }
    auto changes = co_await worker_->read(ctx(), catalog::changes_from(floor_));
    std::map<StoreId, std::vector<ProductId>> products;
    std::set<StoreId> whole, tuned;
    std::set<ChangeKey> now_seen;
    for (size_t i = 0; i < changes.ids.size(); ++i) {
        ChangeKey key{changes.stores[i], changes.ids[i]};
        now_seen.insert(key);
        if (seen_.contains(key)) continue;
        if (changes.products[i].is_nil()) whole.insert(key.first);
        else if (changes.products[i] == settings_marker()) tuned.insert(key.first);
        else products[key.first].push_back(changes.products[i]);
    }
    for (auto store : whole) co_await reload(store);
    for (auto store : tuned)
        if (!whole.contains(store)) co_await refresh_tuning(store);
    for (auto& [store, ids] : products) {
        if (whole.contains(store)) continue;
        std::ranges::sort(ids);
        auto repeats = std::ranges::unique(ids);
        ids.erase(repeats.begin(), repeats.end());
        auto known = stores_.find(store);
        bool is_much = known == stores_.end() || ids.size() > most_refreshed || ids.size() > known->second.alive() / 2 + refresh_batch;
        if (is_much) co_await reload(store);
        else co_await refresh(store, ids);
    }
    // Only now: a failure above reads the same changes again.
    floor_ = changes.floor;
    seen_ = std::move(now_seen);
}

Task<void> Follower::reload(StoreId store) {
    auto version = next_version_++;
    auto about = ctx(store);
    auto loaded = co_await offload_value([this, &about, version] { return load_store(runtime_options_, about, version, loading_threads()); });
    auto tuning = co_await read_tuning(*runtime_, ctx(store));
    stores_[store].replace(std::move(loaded));
    stores_[store].set_tuning(std::move(tuning));
    publish(store);
}

Task<void> Follower::refresh_tuning(StoreId store) {
    auto tuning = co_await read_tuning(*runtime_, ctx(store));
    stores_[store].set_tuning(std::move(tuning));
    publish(store);
}

/// What shoppers search for most changes without anybody saying so.
Task<void> Follower::refresh_tunings() {
    last_tuning_ = clock_now();
    std::vector<StoreId> all;
    for (const auto& [store, state] : stores_) all.push_back(store);
    for (auto store : all) co_await refresh_tuning(store);
}

Task<void> Follower::refresh(StoreId store, std::vector<ProductId> products) {
    auto& state = stores_[store];
    auto version = next_version_++;
    for (size_t begin = 0; begin < products.size(); begin += refresh_batch) {
        std::vector<ProductId> batch(products.begin() + std::ptrdiff_t(begin), products.begin() + std::ptrdiff_t(std::min(begin + refresh_batch, products.size())));
        auto read = co_await read_products(*runtime_, ctx(store), *state.taxonomy(), catalog::products_by_id(batch), catalog::variants_by_id(batch));
        co_await offload([&] {
            SegmentBuilder builder;
            for (auto& product : read.products) {
                product.version = version;
                builder.add(product);
            }
            state.apply(batch, builder.finish(), read.currency);
        });
    }
    publish(store);
    if (auto compaction = state.start_compaction()) {
        ++compactions_running_;
        Loop::here().spawn(run_compaction(store, std::move(compaction)));
    }
}

Task<void> Follower::run_compaction(StoreId store, std::shared_ptr<Compaction> compaction) {
    try {
        co_await offload([&compaction] {
            std::vector<std::shared_ptr<const Segment>> segments;
            std::vector<Roaring> dead;
            for (const auto& part : compaction->from) segments.push_back(part.segment), dead.push_back(*part.dead);
            compaction->merged = merge_segments(segments, dead);
        });
    } catch (const std::exception& error) {
        log::error("snapshots.compaction_failed", {{"error", error.what()}});
    }
    compacted_.emplace_back(store, std::move(compaction));
    --compactions_running_;
}

Task<void> Follower::forget_old_changes() {
    last_cleaning_ = clock_now();
    co_await worker_->read(ctx(), catalog::forget_changes(clock_now() - keep_changes));
}

void Follower::publish(StoreId store) {
    auto all = std::make_shared<ByStore>(*published_.get());
    (*all)[store] = stores_[store].publish(next_version_++);
    published_.set(std::move(all));
    unkept_.insert(store);
    gathers_until_ = clock_now() + gather_for;
}

}  // namespace vitrine::search
