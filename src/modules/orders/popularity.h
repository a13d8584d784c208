#pragma once
#include "modules/module.h"
#include "modules/orders/api.h"
#include "modules/stores/api.h"

namespace vitrine::orders {

inline constexpr std::string_view popularity_kind = "orders.popularity";
struct CountPopularity {
    std::int64_t round = 0;
};
SHAPE(CountPopularity, round)

/// Queues the next night's count, three o'clock on the store's clock; once, however many orders ask for it.
void count_tonight(pg::Tx& tx, const stores::Store& store, Instant now);
/// Pure. The first three o'clock in the morning after `now` on this store's clock.
Instant next_night(const stores::Store& store, Instant now);
/// Works out what sold lately, with a half-life of thirty days, and hands it to the catalog. Comes again every night while anything scores.
Task<void> count_popularity(App& app, const jobs::Attempt& attempt, const CountPopularity& in);

}  // namespace vitrine::orders
