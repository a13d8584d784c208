#include "modules/imports/write_products.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "modules/imports/drafts.h"
#include "modules/prices/api.h"
#include "modules/stock/api.h"

namespace vitrine::imports {
namespace {

using VariantIds = std::unordered_map<std::string, catalog::VariantId>;  ///< by SKU

/// One batch on its way into the database.
struct Batch {
    std::vector<ProductDraft> changed, unchanged;
    VariantIds variants;
};

/// Products whose content is what the last import wrote are not written again.
Task<Batch> sort_out(pg::Tx& tx, std::vector<ProductDraft> drafts, Counts& counts) {
    std::vector<std::string> slugs, skus;
    for (const auto& draft : drafts) slugs.push_back(draft.slug);
    auto states = co_await tx.ask(catalog::product_states(slugs));
    std::unordered_map<std::string, std::optional<Uuid>> hashes;
    for (auto& state : states) hashes.emplace(std::move(state.slug), state.content_hash);
    Batch batch;
    for (auto& draft : drafts) {
        auto known = hashes.find(draft.slug);
        bool is_new = known == hashes.end();
        bool is_same = !is_new && known->second == content_hash(draft);
        ++(is_new ? counts.created : is_same ? counts.unchanged : counts.updated);
        if (is_same)
            for (const auto& variant : draft.variants) skus.push_back(variant.sku);
        (is_same ? batch.unchanged : batch.changed).push_back(std::move(draft));
    }
    if (skus.empty()) co_return batch;
    auto ids = co_await tx.ask(catalog::variants_by_sku(skus));  // what is saved gives its ids itself
    for (auto& row : ids) batch.variants.emplace(std::move(row.sku), row.id);
    co_return batch;
}

void save_names(pg::Tx& tx, const StoreFacts& facts, const std::vector<ProductDraft>& drafts) {
    std::vector<std::string> brands;
    std::set<std::string> codes;
    auto add = [&](const NamedValue& attribute) {
        if (!facts.attributes.contains(attribute.first)) codes.insert(attribute.first);
    };
    for (const auto& draft : drafts) {
        if (!draft.brand.empty()) brands.push_back(draft.brand);
        std::ranges::for_each(draft.attributes, add);
        for (const auto& variant : draft.variants) std::ranges::for_each(variant.attributes, add);
    }
    catalog::save_brands(tx, std::move(brands));
    catalog::save_attributes(tx, std::vector<std::string>(codes.begin(), codes.end()));
}

/// The product's pictures first, then those of its variants.
void save_images(pg::Tx& tx, const Batch& batch, const std::vector<catalog::SavedProduct>& saved) {
    std::unordered_map<std::string_view, catalog::ProductId> ids;
    for (const auto& product : saved) ids.emplace(product.slug, product.id);
    std::vector<catalog::ProductId> products;
    std::vector<catalog::SourceImage> images;
    for (const auto& draft : batch.changed) {
        products.push_back(ids.at(draft.slug));
        std::int32_t position = 0;
        for (const auto& image : draft.images) images.push_back({products.back(), position++, {}, image.url, image.alt});
        for (const auto& variant : draft.variants)
            if (!variant.image_url.empty()) images.push_back({products.back(), position++, batch.variants.at(variant.sku), variant.image_url, {}});
    }
    catalog::replace_source_images(tx, products, images);
}

/// Writes the changed products with their variants and prices. False when not all could be written.
Task<bool> save_changed(pg::Tx& tx, const StoreFacts& facts, Batch& batch) {
    if (batch.changed.empty()) co_return true;
    std::vector<catalog::ProductInput> products;
    std::vector<catalog::VariantInput> variants;
    std::vector<std::string> slugs, skus;
    for (const auto& draft : batch.changed) {
        slugs.push_back(draft.slug);
        products.push_back(product_input(draft));
        for (auto& variant : variant_inputs(draft)) skus.push_back(variant.sku), variants.push_back(std::move(variant));
    }
    save_names(tx, facts, batch.changed);
    auto saved_products = catalog::save_products(tx, products);
    catalog::archive_other_variants(tx, slugs, skus);
    auto saved_variants = catalog::save_variants(tx, variants);
    co_await tx.flush();
    if (saved_products->size() != products.size() || saved_variants->size() != variants.size()) co_return false;

    std::vector<catalog::ProductId> ids;
    for (const auto& saved : *saved_products) ids.push_back(saved.id);
    catalog::note_changes(tx, ids);
    for (auto& saved : *saved_variants) batch.variants[saved.sku] = saved.id;
    save_images(tx, batch, *saved_products);
    std::vector<prices::VariantPrice> amounts;
    for (const auto& draft : batch.changed)
        for (const auto& variant : draft.variants) amounts.push_back({batch.variants.at(variant.sku), variant.price, variant.compare_at_price});
    prices::save(tx, amounts);
    co_return true;
}

/// A stock column is a count: what the file says is on hand. Unchanged products are looked at too, and noted here; the others are noted already.
Task<void> save_stock(pg::Tx& tx, const Batch& batch, Counts& counts, const std::string& reason) {
    std::vector<catalog::VariantId> ids;
    std::vector<std::int64_t> on_hand;
    auto add = [&](const ProductDraft& draft) {
        for (const auto& variant : draft.variants) {
            auto id = batch.variants.find(variant.sku);
            if (!variant.stock || id == batch.variants.end()) continue;
            ids.push_back(id->second);
            on_hand.push_back(*variant.stock);
        }
    };
    std::ranges::for_each(batch.unchanged, add);
    std::unordered_set<catalog::VariantId> unnoted(ids.begin(), ids.end());
    std::ranges::for_each(batch.changed, add);
    if (ids.empty()) co_return;
    auto set = stock::set_on_hand(tx, ids, on_hand, reason);
    co_await tx.flush();
    counts.levels_set += std::int64_t(set->size());
    co_await stock::fill(tx, *set);
    std::erase_if(*set, [&](auto id) { return !unnoted.contains(id); });
    catalog::note_variant_changes(tx, *set);
}

}  // namespace

Task<bool> write_products(pg::Tx& tx, const StoreFacts& facts, std::vector<ProductDraft> drafts, Counts& counts, std::string stock_reason) {
    auto batch = co_await sort_out(tx, std::move(drafts), counts);
    if (!co_await save_changed(tx, facts, batch)) co_return false;
    co_await save_stock(tx, batch, counts, stock_reason);
    co_return true;
}

}  // namespace vitrine::imports
