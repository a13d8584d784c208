#pragma once
#include "modules/carts/api.h"

namespace vitrine::carts {

/// When a cart counts as abandoned in this store.
struct Settings {
    std::int64_t version = 1;          ///< 1: as it comes
    bool reminds = true;
    std::int64_t quiet_minutes = 60;
    std::int64_t link_hours = 72;
};
SHAPE(Settings, version, reminds, quiet_minutes, link_hours)
struct SettingsInput {
    bool reminds = true;
    Whole<5, 43'200> quiet_minutes;
    Whole<1, 720> link_hours;
};
SHAPE(SettingsInput, reminds, quiet_minutes, link_hours)

Task<Settings> settings(App& app, Ctx ctx);
/// Refuses request.stale_version when `version` is given and is not the one that stands.
Task<Result<Settings>> set_settings(App& app, Ctx ctx, std::optional<std::int64_t> version, SettingsInput in);

/// Looks for abandoned carts of one store and looks again while there are carts that could be. One at a time a store.
struct LookForAbandoned {
    std::int64_t version = 1;
};
SHAPE(LookForAbandoned, version)
inline constexpr std::string_view remind_job = "carts.remind";
/// Queues: the job looks soon, if it does not already.
void remind_later(pg::Tx& tx);
Task<void> look_for_abandoned(App& app, const jobs::Attempt& attempt, const LookForAbandoned& what);

}  // namespace vitrine::carts
