#include "modules/catalog/popularity.h"

#include "io/telemetry/log.h"
#include "modules/catalog/sql.h"

namespace vitrine::catalog {

Task<void> count_popularity(App& app, const jobs::Attempt& attempt, const SoldScores& sold) {
    if (sold.variants.size() != sold.scores.size()) throw std::runtime_error("a score for each variant");
    auto body = [&](pg::Tx& tx) -> Task<Result<std::int64_t>> {
        auto moved = co_await tx.ask(sql::count_popularity(sold.variants, sold.scores, sold.counted_at));
        attempt.finish(tx);
        tx.after_commit([&app] { app.db.notify_soon(changes_channel); });
        co_return moved;
    };
    auto moved = co_await app.db.transaction(attempt.ctx, body);
    log::info("catalog.popularity_counted", {{"variants_sold", std::to_string(sold.variants.size())}, {"products_moved", std::to_string(*moved)}});
}

}  // namespace vitrine::catalog
