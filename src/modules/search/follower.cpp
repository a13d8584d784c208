#include "modules/search/follower.h"

#include <algorithm>
#include <thread>

#include "io/loop.h"
#include "io/telemetry/log.h"
#include "modules/search/read_products.h"
#include "modules/search/segment_build.h"

namespace vitrine::search {
namespace {

constexpr auto poll_every = 250ms, look_every = 5ms;
constexpr Duration keep_changes = 1h, clean_every = 10min;
/// A follower that slept longer than this may have missed changes that were cleaned away: it loads everything again.
constexpr auto longest_sleep = 30min;
constexpr size_t refresh_batch = 500, most_refreshed = 5'000;

unsigned loading_threads() { return std::clamp(std::thread::hardware_concurrency(), 1u, 4u); }

}  // namespace

Follower::Follower() = default;
Follower::~Follower() = default;

std::shared_ptr<Snapshots> make_snapshots() { return std::make_shared<Follower>(); }

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
    auto floor = co_await worker_->read(ctx(), catalog::oldest_open_transaction());
    auto stores = co_await worker_->read(ctx(), catalog::stores_with_products());
    for (auto store : stores) co_await reload(store);
    floor_ = floor;
    seen_.clear();
    last_poll_ = last_cleaning_ = clock_now();
    is_loaded_ = true;
    log::info("snapshots.loaded", {{"stores", std::to_string(stores.size())}, {"ms", std::to_string((clock_now() - began) / 1ms)}});
}

Task<void> Follower::stop() {
    is_stopping_ = true;
    while (!has_stopped_) co_await sleep_for(look_every);
    listener_.reset();
    if (worker_) co_await worker_->close();
    if (runtime_) co_await runtime_->close();
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
        } catch (const std::exception& error) {
            log::warn("snapshots.poll_failed", {{"error", error.what()}});
        }
    }
    while (compactions_running_ > 0) co_await sleep_for(look_every);
    has_stopped_ = true;
}

Task<void> Follower::wait_for_news() {
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
    std::set<StoreId> whole;
    std::set<ChangeKey> now_seen;
    for (size_t i = 0; i < changes.ids.size(); ++i) {
        ChangeKey key{changes.stores[i], changes.ids[i]};
        now_seen.insert(key);
        if (seen_.contains(key)) continue;
        if (changes.products[i].is_nil()) whole.insert(key.first);
        else products[key.first].push_back(changes.products[i]);
    }
    for (auto store : whole) co_await reload(store);
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
    stores_[store].replace(std::move(loaded));
    publish(store);
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
}

}  // namespace vitrine::search
