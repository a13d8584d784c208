#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/pg/db.h"
#include "modules/imports/sample_recipe.h"
#include "modules/stores/api.h"
#include "modules/taxes/api.h"

namespace vitrine::app {

/// Reads presets/<slug>/store.toml; amounts in it are major units of the shop's currency. std::runtime_error names the first key that is
/// missing, unknown or does not fit.
stores::Store read_store_file(std::string_view toml);

/// A preset's folder: store.toml and, when there are such, recipe.toml and taxes.json.
struct Preset {
    stores::Store store;
    std::optional<imports::SampleRecipe> recipe;
    std::optional<taxes::Tables> taxes;
};
Preset read_preset(const std::filesystem::path& folder);

struct LoadedPreset {
    StoreId store;
    std::string slug, host;
    bool is_default = false;
    std::int64_t categories = 0, brands = 0, attributes = 0;  ///< that the recipe names
};
SHAPE(LoadedPreset, store, slug, host, is_default, categories, brands, attributes)

/// Makes the preset's store or brings its settings up to date, then what its catalog stands on: categories, brands, attributes. The first
/// store is the default one; `wants_default` takes that from another store. Tax tables are written only where the store has none: staff may
/// have changed theirs. Repeatable: a second time changes nothing.
Task<LoadedPreset> load_preset(pg::Db& db, pg::Db& worker, Preset preset, bool wants_default);

}  // namespace vitrine::app
