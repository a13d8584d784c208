// What a product shows, and in which order.
#include <algorithm>
#include <set>

#include "modules/catalog/products/api.h"
#include "modules/media/library.h"
#include "modules/media/sql.h"

namespace vitrine::media {
namespace {

constexpr size_t most_shown = 100;

std::vector<Fault> faults_of(const ProductMedia& in, const std::vector<MediaId>& known, const std::vector<catalog::VariantRow>& variants) {
    std::vector<Fault> faults;
    std::set<std::pair<MediaId, std::optional<VariantId>>> seen;
    for (size_t i = 0; i < in.items.size(); ++i) {
        const auto& item = in.items[i];
        auto at = "/items/" + std::to_string(i);
        if (std::ranges::find(known, item.media) == known.end()) faults.push_back({at + "/media", "unknown", "there is no such picture or file"});
        if (item.variant && std::ranges::find(variants, *item.variant, &catalog::VariantRow::id) == variants.end()) faults.push_back({at + "/variant", "unknown", "this product has no such variant"});
        if (!seen.emplace(item.media, item.variant).second) faults.push_back({at, "repeated", "it stands in the list already"});
    }
    return faults;
}

}  // namespace

Task<Result<ProductMedia>> product_media(App& app, Ctx ctx, ProductId product) {
    auto body = [&](pg::Tx& tx) -> Task<Result<ProductMedia>> {
        auto [known, rows] = co_await tx.ask(catalog::known_products({product}), sql::product_media(product));
        if (known.empty()) co_return refuse(catalog::product_unknown);
        ProductMedia out;
        for (const auto& row : rows) out.items.push_back({row.media, row.variant});
        co_return out;
    };
    co_return co_await app.db.transaction(ctx, body, {.read_only = true});
}

Task<Result<ProductMedia>> set_product_media(App& app, Ctx ctx, ProductId product, ProductMedia media) {
    if (media.items.size() > most_shown) co_return refuse(refusals::invalid, {}, {{"/items", "too_many", "a product shows at most 100 things"}});
    std::vector<MediaId> ids;
    std::vector<std::int32_t> positions;
    std::vector<std::optional<VariantId>> variants;
    for (const auto& item : media.items) positions.push_back(std::int32_t(ids.size())), ids.push_back(item.media), variants.push_back(item.variant);
    auto body = [&](pg::Tx& tx) -> Task<Result<ProductMedia>> {
        auto [locked, known, there, own] = co_await tx.ask(sql::lock_product_media(product), catalog::known_products({product}), sql::known_media(ids), catalog::variants_by_id({product}));
        if (known.empty()) co_return refuse(catalog::product_unknown);
        if (auto faults = faults_of(media, there, own); !faults.empty()) co_return refuse(refusals::invalid, {}, std::move(faults));
        tx.send(sql::clear_product_media(product));
        if (!ids.empty()) tx.send(sql::write_product_media(product, positions, ids, variants));
        catalog::note_changes(tx, {product});
        co_return media;
    };
    auto done = co_await app.db.transaction(ctx, body);
    if (done) app.db.notify_soon(std::string(catalog::changes_channel));
    co_return done;
}

}  // namespace vitrine::media
