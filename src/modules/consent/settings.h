#pragma once
// What a store asks its visitors, as staff see it.
#include "modules/consent/api.h"

namespace vitrine::consent {

struct Settings {
    bool asks = false;
};
SHAPE(Settings, asks)
struct SettingsView {
    std::int64_t version = 0;                    ///< 0: nobody has said anything; nothing is asked
    Settings settings;
    std::int64_t text_version = 0;               ///< answers to an older one count no more
    std::int64_t given = 0, refused = 0;         ///< answers to the present text
};
SHAPE(SettingsView, version, settings, text_version, given, refused)

Task<SettingsView> read_settings(App& app, Ctx ctx);
/// Every process follows at once. Repeatable. Refuses request.stale_version.
Task<Result<SettingsView>> set_settings(App& app, Ctx ctx, std::optional<std::int64_t> version, Settings in);
/// The text that is asked has changed: everybody is asked again. Not repeatable.
Task<Result<SettingsView>> ask_again(App& app, Ctx ctx);

/// What this process knows of a store; nothing where it asks nothing.
std::optional<std::int64_t> asked_text(StoreId store);
void know(StoreId store, std::optional<std::int64_t> text_version);

}  // namespace vitrine::consent
