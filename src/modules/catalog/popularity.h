#pragma once
#include "io/jobs/jobs.h"
#include "modules/catalog/api.h"

namespace vitrine::catalog {

/// The job that whoever knows what sold hands over: "catalog.popularity". Scores by variant; variants that are left out have not sold.
inline constexpr auto popularity_job = "catalog.popularity";
struct SoldScores {
    std::vector<VariantId> variants;
    std::vector<std::int64_t> scores;   ///< at least zero
    Instant counted_at{};
};
SHAPE(SoldScores, variants, scores, counted_at)

/// Writes the popularity of all products of the store. Repeatable.
Task<void> count_popularity(App& app, const jobs::Attempt& attempt, const SoldScores& sold);

}  // namespace vitrine::catalog
