#pragma once
#include "modules/privacy/api.h"
#include "modules/stores/api.h"

namespace vitrine::privacy {

/// What a store decides about its customers' data. What is absent is as usual (usual_settings).
struct PrivacySettings {
    Whole<0, 90> waiting_days{14};               ///< between asking to be forgotten and being it
    Whole<1, 30> copy_days{7};                   ///< for which a copy can be fetched
    std::optional<Whole<1, 30>> years_kept = {}; ///< of invoices; absent: as the law of the store's country asks
};
SHAPE(PrivacySettings, waiting_days, copy_days, years_kept)

struct StoredSettings {
    PrivacySettings settings;
    std::int64_t version = 0;                    ///< 0: never set
};

/// Inside a transaction.
Task<PrivacySettings> load_settings(pg::Tx& tx);
Task<StoredSettings> read_settings(App& app, Ctx ctx);
/// Refuses request.stale_version.
Task<Result<StoredSettings>> set_settings(App& app, Ctx ctx, std::optional<std::int64_t> version, PrivacySettings settings);
/// Pure. How long papers are kept.
std::int64_t years_of(const PrivacySettings& settings, const stores::Store& store);

}  // namespace vitrine::privacy
