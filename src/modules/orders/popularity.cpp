#include "modules/orders/popularity.h"

#include "core/time_zone.h"
#include "modules/orders/sql.h"
#include "modules/stores/api.h"

namespace vitrine::orders {
namespace {

/// The catalog's job of this name takes what its popularity.h describes; the catalog stands below and is told by a job.
constexpr std::string_view catalog_job = "catalog.popularity";
struct Scores {
    std::vector<catalog::VariantId> variants;
    std::vector<std::int64_t> scores;
    Instant counted_at{};
};
SHAPE(Scores, variants, scores, counted_at)

}  // namespace

Instant next_night(const stores::Store& store, Instant now) {
    auto zone = TimeZone::find(store.time_zone);
    if (!zone) zone = TimeZone::utc();
    auto day = std::chrono::floor<std::chrono::days>(zone->wall(now));
    auto night = zone->earliest(day + std::chrono::hours(3));
    return night > now ? night : zone->earliest(day + std::chrono::days(1) + std::chrono::hours(3));
}

void count_tonight(pg::Tx& tx, const stores::Store& store, Instant now) {
    jobs::later_all(tx, {{std::string(popularity_kind), "popularity", next_night(store, now), to_json(CountPopularity{}), true}});
}

Task<void> count_popularity(App& app, const jobs::Attempt& attempt, const CountPopularity&) {
    auto now = attempt.ctx.now;
    auto store = app.stores->known(attempt.ctx.store);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto sold = co_await tx.ask(sql::sold_lately(now));
        Scores scores{{}, {}, now};
        for (const auto& row : sold) {
            scores.variants.push_back(row.variant);
            scores.scores.push_back(row.score);
        }
        jobs::later(tx, std::string(catalog_job), "popularity", now, scores);
        attempt.finish(tx);
        if (!sold.empty()) count_tonight(tx, *store, now);
        co_return true;
    };
    co_await app.db.transaction(attempt.ctx, body);
}

}  // namespace vitrine::orders
