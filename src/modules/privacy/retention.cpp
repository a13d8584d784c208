// What is kept for a time only: a few rows at a time, every night.
#include <algorithm>

#include "core/time_zone.h"
#include "io/telemetry/metrics.h"
#include "modules/privacy/jobs.h"
#include "modules/privacy/rules.h"
#include "modules/privacy/settings.h"
#include "modules/privacy/sql.h"

namespace vitrine::privacy {
namespace {

constexpr std::int32_t at_most = 500;
constexpr Duration breath = 1s;

/// Three at night in the store, or a day from now where that is past.
Instant next_night(const stores::Store& store, Instant now) {
    auto zone = TimeZone::find(store.time_zone);
    if (!zone) zone = TimeZone::utc();
    auto day = std::chrono::floor<std::chrono::days>(zone->wall(now));
    auto night = zone->earliest(day + std::chrono::hours(3));
    return night > now ? night : zone->earliest(day + std::chrono::days(1) + std::chrono::hours(3));
}

void tidy_at(pg::Tx& tx, Instant due) { jobs::later_all(tx, {{std::string(tidy_kind), "privacy", due, to_json(TidyUp{}), true}}); }

void count(const std::vector<sql::Expired>& expired) {
    for (const auto& one : expired)
        if (one.touched > 0) metrics::counter("vitrine_privacy_expired_total", "Rows that were deleted or emptied because their time was over", {{"kind", one.kind}}).add(double(one.touched));
}

}  // namespace

Task<void> tidy(App& app, const jobs::Attempt& attempt, const TidyUp&) {
    auto store = app.stores->known(attempt.ctx.store);
    auto now = attempt.ctx.now;
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto settings = co_await load_settings(tx);
        auto expired = co_await tx.ask(sql::expire(rules::days_of(settings), now, at_most));
        bool is_more = std::ranges::any_of(expired, [](const auto& one) { return one.touched >= at_most; });
        attempt.finish(tx);
        tidy_at(tx, is_more ? now + breath : next_night(*store, now));
        tx.after_commit([expired] { count(expired); });
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

Task<void> tidy_nightly(App& app, std::vector<StoreId> stores, Instant now) {
    for (auto id : stores) {
        auto store = app.stores->by_id(id);
        if (!store) continue;
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            tidy_at(tx, next_night(*store, now));
            co_return true;
        };
        Ctx ctx{.now = now, .store = id, .role = Role::worker, .actor = "serve"};
        co_await app.db.transaction(ctx, body);
    }
}

}  // namespace vitrine::privacy
