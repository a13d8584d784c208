// The door before the database: who may try to order what many want.
#include <algorithm>
#include <map>
#include <mutex>
#include <set>

#include "io/telemetry/log.h"
#include "io/telemetry/metrics.h"
#include "modules/stock/lane_store.h"
#include "modules/stock/names.h"
#include "modules/stock/sql.h"

namespace vitrine::stock {
namespace {

constexpr Duration looked_every = 250ms, counts_for = 2s;

/// The articles that are being looked at, over the loops of this process.
struct Looking {
    std::mutex mutex;
    std::set<std::pair<StoreId, VariantId>> articles;
};
Looking& looking() {
    static Looking one;
    return one;
}

/// Looks at the database and tells the queue.
Task<void> look(App& app, Ctx ctx, LaneStore& lanes, VariantId variant) {
    auto mark = co_await lanes.mark(ctx.store, variant);
    auto levels = co_await app.db.read(ctx, sql::lane_levels({variant}));
    Found found;
    if (!levels.empty()) found = {levels[0].available, levels[0].held};
    co_await lanes.learn(ctx.store, variant, mark, found);
}

/// In the background, at most once at a time for an article.
Task<void> look_again(App& app, Ctx ctx, LaneStore& lanes, VariantId variant) {
    ctx.deadline = {};
    try {
        co_await look(app, ctx, lanes, variant);
    } catch (const std::exception& why) {
        log::warn("stock.lane_not_reconciled", {{"variant", variant.text()}, {"error", why.what()}});
    }
    std::scoped_lock lock(looking().mutex);
    looking().articles.erase({ctx.store, variant});
}

bool take_turn_to_look(StoreId store, VariantId variant) {
    std::scoped_lock lock(looking().mutex);
    return looking().articles.insert({store, variant}).second;
}

Task<Door> ask(App& app, Ctx ctx, LaneStore& lanes, std::string holder, Want want) {
    auto entered = co_await lanes.enter(ctx.store, want.variant, holder, want.quantity);
    auto age = clock_now() - entered.learned_at;
    if (age > counts_for) {  // nobody looked for a while: what the queue says is old
        co_await look(app, ctx, lanes, want.variant);
        entered = co_await lanes.enter(ctx.store, want.variant, holder, want.quantity);
    } else if (age > looked_every && take_turn_to_look(ctx.store, want.variant)) {
        app.loop.spawn(look_again(app, ctx, lanes, want.variant));
    }
    co_return entered.door;
}

/// In Redis where it answers; else in this process, whose queue then knows only its own buyers. The database decides either way.
Task<Door> ask_somewhere(App& app, Ctx ctx, std::string holder, Want want) {
    static auto lost = metrics::counter("vitrine_lane_without_redis_total", "Buyers whose place was kept in this process because Redis was away");
    if (auto* shared = shared_lanes()) {
        std::optional<Door> door;
        try {
            door = co_await ask(app, ctx, *shared, holder, want);
        } catch (const redis::Unavailable&) {
            lost.add();
        }
        if (door) co_return *door;
    }
    co_return co_await ask(app, ctx, process_lanes(), holder, want);
}

std::unexpected<Refusal> say(const Door& door, VariantId variant) {
    if (door.kind == Door::Kind::sold_out) return refuse(sold_out, {}, {{"/variants/" + variant.text(), "stock.sold_out", "there is none left, and none can come back"}});
    auto number = std::to_string(door.position);
    auto refusal = refuse(queued, "You are number " + number + " in the queue", {{"/queue/position", "stock.queued", number}});
    refusal.error().retry_after_s = ask_again_s;
    return refusal;
}

void count(const Door& door) {
    static auto through = metrics::counter("vitrine_lane_total", "Buyers at the doors of articles that many want", {{"said", "come_in"}});
    static auto waits = metrics::counter("vitrine_lane_total", "Buyers at the doors of articles that many want", {{"said", "wait"}});
    static auto none = metrics::counter("vitrine_lane_total", "Buyers at the doors of articles that many want", {{"said", "sold_out"}});
    (door.kind == Door::Kind::open ? through : door.kind == Door::Kind::queued ? waits : none).add();
}

}  // namespace

Task<std::shared_ptr<const StockRules>> load_rules(pg::Db& db, Ctx ctx) {
    auto body = [&](pg::Tx& tx) -> Task<Result<std::shared_ptr<const StockRules>>> {
        auto [settings, lanes] = co_await tx.ask(sql::find_settings(), sql::lane_times());
        auto row = settings.value_or(SettingsView{});
        co_return std::make_shared<const StockRules>(StockRules{{row.guest_hold_minutes, row.customer_hold_minutes}, std::move(lanes)});
    };
    auto read = co_await db.transaction(ctx, body, {.read_only = true});
    co_return *read;
}

namespace {

struct Memory {
    std::mutex mutex;
    std::map<StoreId, std::shared_ptr<const StockRules>> stores;
};
Memory& memory() {
    static Memory one;
    return one;
}

}  // namespace

std::shared_ptr<const StockRules> rules_in_memory(StoreId store) {
    std::scoped_lock lock(memory().mutex);
    auto found = memory().stores.find(store);
    return found == memory().stores.end() ? nullptr : found->second;
}

void keep_in_memory(StoreId store, std::shared_ptr<const StockRules> rules) {
    std::scoped_lock lock(memory().mutex);
    memory().stores[store] = std::move(rules);
}

std::vector<Want> with_lanes(const StockRules& rules, std::vector<Want> wants, Instant now) {
    std::erase_if(wants, [&](const Want& want) {
        auto lane = std::ranges::find(rules.lanes, want.variant, &LaneTime::variant);
        return lane == rules.lanes.end() || lane->opens_at > now || (lane->closes_at && *lane->closes_at <= now);
    });
    return wants;
}

Task<Result<Ticket>> enter(App& app, Ctx ctx, std::string holder, std::vector<Want> wants) {
    Ticket ticket{holder, {}};
    std::ranges::sort(wants, {}, &Want::variant);  // everybody asks at the doors in one order
    for (const auto& want : wants) {
        auto door = co_await ask_somewhere(app, ctx, holder, want);
        count(door);
        if (door.kind != Door::Kind::open) {
            co_await leave(app, ctx, std::move(ticket), false);
            co_return say(door, want.variant);
        }
        ticket.wants.push_back(want);
    }
    co_return ticket;
}

Task<void> leave(App&, Ctx ctx, Ticket ticket, bool bought) {
    for (const auto& want : ticket.wants) {
        if (auto* shared = shared_lanes()) {
            try {
                co_await shared->leave(ctx.store, want.variant, ticket.holder, bought);
            } catch (const redis::Unavailable&) {  // the token runs out, and the next look at the database says what became of it
            }
        }
        co_await process_lanes().leave(ctx.store, want.variant, ticket.holder, bought);
    }
}

}  // namespace vitrine::stock
