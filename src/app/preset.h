#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/pg/db.h"
#include "modules/imports/sample_recipe.h"
#include "modules/shipping/couriers/api.h"
#include "modules/stores/api.h"
#include "modules/taxes/api.h"

namespace vitrine::app {

/// Reads presets/<slug>/store.toml; amounts in it are major units of the shop's currency. std::runtime_error names the first key that is
/// missing, unknown or does not fit.
stores::Store read_store_file(std::string_view toml);

/// One promotion of a preset: its definition as JSON, in which "category:notebooks" stands for that category's id, and its codes.
struct PresetPromotion {
    RawJson promotion;
    std::optional<std::vector<std::string>> codes;
};
SHAPE(PresetPromotion, promotion, codes)

/// A preset's folder: store.toml and, when they are there, recipe.toml, taxes.json, promotions.json, risk.json, shipping.json, returns.json, documents.json and notices.json.
struct Preset {
    stores::Store store;
    std::optional<imports::SampleRecipe> recipe;
    std::optional<taxes::Tables> taxes;
    std::vector<PresetPromotion> promotions;
    std::optional<std::string> risk = {};   ///< the text of risk.json
    std::optional<std::string> returns = {};     ///< the text of returns.json
    std::optional<std::string> documents = {};   ///< the text of documents.json
    std::optional<shipping::Tables> shipping = {};   ///< shipping.json: zones and rates, and who carries the parcels
    std::optional<std::string> notices = {};  ///< the text of notices.json
};
std::vector<PresetPromotion> read_promotions_file(std::string_view json);
Preset read_preset(const std::filesystem::path& folder);

struct LoadedPreset {
    StoreId store;
    std::string slug, host;
    bool is_default = false;
    std::int64_t categories = 0, brands = 0, attributes = 0;  ///< that the recipe names
    std::int64_t promotions = 0;                              ///< made now
    std::int64_t risk_rules = 0;                              ///< made now
    std::int64_t notice_texts = 0;                            ///< written now
};
SHAPE(LoadedPreset, store, slug, host, is_default, categories, brands, attributes, promotions, risk_rules, notice_texts)

/// Makes the preset's store or brings its settings up to date, then what its catalog stands on: categories, brands, attributes, and its promotions. The
/// first store is the default one; `wants_default` takes that from another store. Tax tables, rules on risk, shipping, what is taken back, what stands on invoices, and settings and
/// texts of notices are written only where the store has none: staff may have changed theirs. Repeatable: a second time changes nothing.
Task<LoadedPreset> load_preset(pg::Db& db, pg::Db& worker, Preset preset, bool wants_default);

/// Makes the promotions that the store lacks, by name. Gives how many. std::runtime_error names an unknown category or what is wrong.
Task<std::int64_t> save_promotions(pg::Db& db, Ctx ctx, const std::vector<PresetPromotion>& promotions);

}  // namespace vitrine::app
