// The shops of a sandbox: two presets, each with a few dozen made-up products and plenty of everything.
#include <algorithm>
#include <fstream>
#include <sstream>

#include "app/preset.h"
#include "app/selftest/sandbox.h"
#include "modules/imports/api.h"
#include "modules/imports/sample.h"
#include "modules/quotes/api.h"
#include "modules/stock/api.h"

namespace vitrine::selftest {
namespace {

constexpr std::uint64_t products = 24;
constexpr size_t most_goods = 12;
constexpr std::int64_t plenty = 1'000'000, dearest_minor = 150'000;

std::string read_file(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + file);
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

std::string catalog_of(const std::string& recipe_file) {
    std::string csv;
    imports::sample_catalog(imports::read_sample_recipe(read_file(recipe_file)), products, 1, [&](std::string_view bytes) { csv += bytes; });
    return csv;
}

Task<bool> import(pg::Db& db, Ctx ctx, Currency currency, std::string csv) {
    imports::Request request{[&csv] { return imports::bytes_of(csv); }, "sample.csv", false, currency, {}, {}, false, {}};
    auto done = co_await imports::run(db, ctx, std::move(request));
    if (!done || !done->faults.empty()) throw std::runtime_error("the sample catalog cannot be imported");
    co_return true;
}

Task<bool> fill_shelves(pg::Db& db, Ctx ctx, std::vector<catalog::VariantId> goods) {
    auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
        stock::set_on_hand(tx, goods, std::vector<std::int64_t>(goods.size(), plenty), "selftest");
        co_return true;
    };
    auto filled = co_await db.transaction(ctx, body);
    co_return filled.has_value();
}

/// Affordable goods, by SKU, so that the same seed buys the same.
std::vector<catalog::VariantId> goods_of(const search::Snapshot& snapshot) {
    std::vector<std::pair<std::string, catalog::VariantId>> found;
    for (const auto& slug : snapshot.slugs(0, products)) {
        auto product = snapshot.product(slug);
        if (!product || product->is_unique) continue;
        for (const auto& variant : product->variants)
            if (variant.price.minor <= dearest_minor) found.emplace_back(variant.sku.str(), variant.id);
    }
    std::ranges::sort(found);
    std::vector<catalog::VariantId> goods;
    for (const auto& [sku, id] : found)
        if (goods.size() < most_goods) goods.push_back(id);
    if (goods.size() < most_goods) throw std::runtime_error("the sample catalog is too small");
    return goods;
}

}  // namespace

Task<bool> Sandbox::load_catalogs() {
    co_await snapshots_->start(loop_, place_.worker, place_.app);
    bool is_fresh = co_await snapshots_->caught_up(30s);
    co_await snapshots_->stop();  // what is sold shows in the tables; nobody flies to the database behind our back
    co_return is_fresh;
}

void Sandbox::stock_up(const stores::Store& store, const std::string& recipe_file) {
    Ctx staff{.now = now, .store = store.id, .role = Role::staff, .actor = "selftest"};
    run(import(db_, staff, store.currency, catalog_of(recipe_file)));
}

void Sandbox::open_shops() {
    for (const auto* slug : {"ghee", "stationery"}) {
        auto preset = app::read_preset(config_.preset_folder + "/" + slug);
        preset.store.payment_methods.clear();
        for (const auto& stand : stands_)
            if (stand->currency() == preset.store.currency) preset.store.payment_methods.emplace_back(stand->code());
        run(app::load_preset(db_, worker_db_, std::move(preset), false));
    }
    auto refresh = [](Sandbox& it) -> Task<bool> {
        co_await it.directory_->refresh(it.worker_db_);
        co_return true;
    };
    run(refresh(*this));
    for (const auto& store : directory_->all()) stock_up(*store, config_.preset_folder + "/" + store->slug + "/recipe.toml");
    if (!run(load_catalogs())) throw std::runtime_error("the catalogs did not load in time");
    app_.rulebook = std::make_shared<quotes::Rulebook>();
    auto read_rules = [](Sandbox& it, Ctx ctx, const stores::Store& store) -> Task<bool> {
        co_await it.app_.rulebook->refresh(it.db_, ctx, store);
        co_return true;
    };
    for (const auto& store : directory_->all()) {
        Ctx staff{.now = now, .store = store->id, .role = Role::staff, .actor = "selftest"};
        run(read_rules(*this, staff, *store));
        goods_[store->id] = goods_of(*snapshots_->of(store->id));
        run(fill_shelves(db_, staff, goods_.at(store->id)));
    }
}

}  // namespace vitrine::selftest
