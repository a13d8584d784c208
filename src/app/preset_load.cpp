#include <algorithm>
#include <set>

#include "app/preset.h"
#include "core/check.h"
#include "modules/catalog/api.h"
#include "modules/documents/api.h"
#include "modules/notices/api.h"
#include "modules/returns/api.h"
#include "modules/risk/api.h"

namespace vitrine::app {
namespace {

/// There is one default store; the one that has it gives it up first.
Task<void> give_up_default(pg::Db& db, pg::Db& worker, const stores::Directory& known, const std::string& slug) {
    for (const auto& store : known.all()) {
        if (!store->is_default || store->slug == slug) continue;
        auto other = *store;
        other.is_default = false;
        co_await stores::save_store(db, worker, std::move(other));
    }
}

bool becomes_default(const stores::Directory& known, const std::string& slug, bool wanted) {
    auto all = known.all();
    auto other_has_it = std::ranges::any_of(all, [&](const auto& store) { return store->is_default && store->slug != slug; });
    return wanted || !other_has_it;
}

std::vector<std::string> brands_of(const imports::SampleRecipe& recipe) {
    std::set<std::string> names;
    for (const auto& kind : recipe.kinds)
        for (const auto& word : recipe.lists[kind.brand]) names.insert(word.text);
    return {names.begin(), names.end()};
}

std::vector<catalog::CategoryInput> categories_of(const imports::SampleRecipe& recipe) {
    std::vector<catalog::CategoryInput> out;
    for (const auto& category : recipe.categories) {
        auto text_or_none = [](const std::string& text) { return text.empty() ? std::nullopt : std::optional(text); };
        out.push_back({category.slug, category.name, text_or_none(category.name_local), text_or_none(category.parent), std::int32_t(out.size())});
    }
    return out;
}

std::vector<catalog::AttributeInput> attributes_of(const imports::SampleRecipe& recipe) {
    std::vector<catalog::AttributeInput> out;
    for (const auto& attribute : recipe.attributes)
        out.push_back({attribute.code, attribute.name, attribute.kind, attribute.allowed, attribute.unit.empty() ? std::nullopt : std::optional(attribute.unit), attribute.is_facet});
    return out;
}

Task<void> save_recipe(pg::Db& db, StoreId store, const imports::SampleRecipe& recipe, LoadedPreset& loaded) {
    Ctx ctx{.now = clock_now(), .store = store, .role = Role::staff, .actor = "cli"};
    auto categories = categories_of(recipe);
    auto brands = brands_of(recipe);
    auto attributes = attributes_of(recipe);
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto changed = catalog::save_categories(tx, categories);
        catalog::save_brands(tx, brands);
        catalog::save_attributes(tx, attributes);
        co_await tx.flush();
        if (!changed->empty()) catalog::note_store_change(tx);
        co_return true;
    };
    auto saved = co_await db.transaction(ctx, body);
    check(saved.has_value(), "saving a recipe refuses nothing");
    loaded.categories = std::ssize(categories);
    loaded.brands = std::ssize(brands);
    loaded.attributes = std::ssize(recipe.attributes);
}

Task<void> save_taxes(pg::Db& db, StoreId store, const taxes::Tables& tables) {
    Ctx ctx{.now = clock_now(), .store = store, .role = Role::staff, .actor = "cli"};
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto stored = co_await tx.ask(taxes::stored_tables());
        if (!stored) taxes::save_tables(tx, tables);
        co_return true;
    };
    auto saved = co_await db.transaction(ctx, body);
    check(saved.has_value(), "saving tax tables refuses nothing");
}

Task<void> save_shipping(pg::Db& db, StoreId store, const shipping::Tables& tables) {
    Ctx ctx{.now = clock_now(), .store = store, .role = Role::staff, .actor = "cli"};
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        auto stored = co_await tx.ask(shipping::stored_tables());
        if (!stored) shipping::save_tables(tx, tables);
        co_return true;
    };
    auto saved = co_await db.transaction(ctx, body);
    check(saved.has_value(), "saving shipping tables refuses nothing");
}

}  // namespace

Task<LoadedPreset> load_preset(pg::Db& db, pg::Db& worker, Preset preset, bool wants_default) {
    stores::Directory known;
    co_await known.refresh(worker);
    auto& store = preset.store;
    store.is_default = becomes_default(known, store.slug, wants_default);
    if (store.is_default) co_await give_up_default(db, worker, known, store.slug);
    LoadedPreset loaded{.slug = store.slug, .host = store.host, .is_default = store.is_default};
    loaded.store = co_await stores::save_store(db, worker, store);
    if (preset.recipe) co_await save_recipe(db, loaded.store, *preset.recipe, loaded);
    Ctx ctx{.now = clock_now(), .store = loaded.store, .role = Role::staff, .actor = "cli"};
    loaded.promotions = co_await save_promotions(db, ctx, preset.promotions);
    if (preset.taxes) co_await save_taxes(db, loaded.store, *preset.taxes);
    if (preset.shipping) co_await save_shipping(db, loaded.store, *preset.shipping);
    if (preset.risk) loaded.risk_rules = co_await risk::seed(db, ctx, *preset.risk);
    if (preset.returns) co_await returns::seed(db, ctx, *preset.returns);
    if (preset.documents) co_await documents::seed(db, ctx, *preset.documents);
    if (preset.notices) loaded.notice_texts = co_await notices::seed(db, ctx, *preset.notices);
    co_return loaded;
}

}  // namespace vitrine::app
