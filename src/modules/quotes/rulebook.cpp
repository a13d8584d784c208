#include <atomic>
#include <set>

#include "core/published.h"
#include "io/loop.h"
#include "io/telemetry/log.h"
#include "modules/quotes/api.h"
#include "modules/shipping/couriers/api.h"
#include "modules/stock/api.h"

namespace vitrine::quotes {
namespace {

constexpr auto poll_every = 250ms, look_every = 5ms;
using Versions = std::map<std::string, std::int64_t>;
using ByStore = std::map<StoreId, std::shared_ptr<const StoreRules>>;

Ctx reader(StoreId store = {}) { return {.now = clock_now(), .store = store, .role = Role::worker, .actor = "rulebook"}; }

/// Reads the parts whose version differs; what is the same stays the same object.
Task<std::shared_ptr<const StoreRules>> read_rules(pg::Db& db, Ctx ctx, std::string time_zone, std::shared_ptr<const StoreRules> known, Versions versions) {
    auto next = std::make_shared<StoreRules>(*known);
    bool has_moved = known->time_zone != time_zone;
    auto differs = [&](const std::string& part) {
        if (!versions.contains(part)) return false;
        auto before = known->versions.find(part);
        return has_moved || before == known->versions.end() || before->second != versions.at(part);
    };
    if (differs("prices")) next->prices = co_await prices::load_lists(db, ctx, time_zone, known->prices);
    if (differs("taxes")) next->taxes = co_await taxes::load_tables(db, ctx, time_zone);
    if (differs("promotions")) next->promotions = co_await promotions::load_rules(db, ctx, time_zone);
    if (differs("shipping")) next->shipping = co_await shipping::load_tables(db, ctx);
    if (differs("risk")) next->risk = co_await risk::load_rules(db, ctx);
    if (differs("stock")) stock::keep_in_memory(ctx.store, co_await stock::load_rules(db, ctx));
    next->versions = std::move(versions);
    next->time_zone = std::move(time_zone);
    co_return next;
}

}  // namespace

struct Rulebook::Inner {
    Published<ByStore> published;
    std::atomic<bool> is_loaded = false, is_stopping = false, has_news = false, has_stopped = true;
    std::atomic<std::uint64_t> asked = 0, answered = 0;
    std::shared_ptr<stores::Directory> directory;
    std::unique_ptr<pg::Db> worker, runtime;
    std::unique_ptr<pg::Listener> listener;

    void publish(StoreId store, std::shared_ptr<const StoreRules> rules) {
        auto all = std::make_shared<ByStore>(*published.get());
        (*all)[store] = std::move(rules);
        published.set(std::move(all));
    }

    std::shared_ptr<const StoreRules> known(StoreId store) const {
        static const auto none = std::make_shared<const StoreRules>();
        auto all = published.get();
        auto found = all->find(store);
        return found == all->end() ? none : found->second;
    }

    Task<void> poll() {
        auto rows = co_await worker->read(reader(), stores::rule_versions());
        std::map<StoreId, Versions> versions;
        for (const auto& row : rows) versions[row.store][row.part] = row.version;
        for (auto& [store, parts] : versions) {
            auto before = known(store);
            auto settings = directory->by_id(store);
            auto time_zone = settings ? settings->time_zone : std::string("UTC");
            if (before->versions == parts && before->time_zone == time_zone) continue;
            auto next = co_await read_rules(*runtime, reader(store), time_zone, before, parts);
            publish(store, next);
        }
        is_loaded = true;
    }

    Task<void> follow() {
        while (!is_stopping) {
            auto ticket = asked.load();
            bool failed = false;
            try {
                co_await poll();
                answered = ticket;
            } catch (const std::exception& error) {
                log::warn("rulebook.poll_failed", {{"error", error.what()}});
                failed = true;
            }
            if (failed) co_await sleep_for(poll_every);
            auto until = clock_now() + poll_every;
            while (!has_news && !is_stopping && clock_now() < until) co_await sleep_for(look_every);
            has_news = false;
        }
        has_stopped = true;
    }
};

Rulebook::Rulebook() : inner_(std::make_shared<Inner>()) {}
Rulebook::~Rulebook() = default;

std::shared_ptr<const StoreRules> Rulebook::of(StoreId store) const { return inner_->known(store); }
bool Rulebook::is_loaded() const { return inner_->is_loaded; }

Task<void> Rulebook::start(Loop& loop, pg::DbOptions worker, pg::DbOptions runtime, std::shared_ptr<stores::Directory> directory) {
    auto inner = inner_;
    inner->directory = std::move(directory);
    worker.connections = runtime.connections = 1;
    inner->worker = std::make_unique<pg::Db>(loop, worker);
    inner->runtime = std::make_unique<pg::Db>(loop, runtime);
    inner->listener = std::make_unique<pg::Listener>(loop, worker, std::string(stores::rules_channel), [inner = inner.get()](std::string) { inner->has_news = true; });
    inner->has_stopped = false;
    co_await inner->follow();
}

Task<void> Rulebook::stop() {
    inner_->is_stopping = true;
    while (!inner_->has_stopped) co_await sleep_for(look_every);
    inner_->listener.reset();
    if (inner_->worker) co_await inner_->worker->close();
    if (inner_->runtime) co_await inner_->runtime->close();
    inner_->worker.reset();  // their timers belong to the loop, which goes before us
    inner_->runtime.reset();
}

Task<bool> Rulebook::caught_up(Duration limit) {
    auto inner = inner_;
    auto ticket = ++inner->asked;
    inner->has_news = true;
    auto deadline = clock_now() + limit;
    while (inner->answered < ticket && clock_now() < deadline) co_await sleep_for(2ms);
    co_return inner->answered >= ticket;
}

Task<void> Rulebook::refresh(pg::Db& db, Ctx ctx, const stores::Store& store) {
    Versions versions;
    auto rows = co_await db.read(ctx, stores::own_rule_versions());
    for (const auto& row : rows) versions[row.part] = row.version;
    auto next = co_await read_rules(db, ctx, store.time_zone, inner_->known(ctx.store), std::move(versions));
    inner_->publish(ctx.store, next);
}

std::shared_ptr<const StoreRules> rules_of(const App& app, StoreId store) {
    static const auto none = std::make_shared<const StoreRules>();
    return app.rulebook ? app.rulebook->of(store) : none;
}

}  // namespace vitrine::quotes
