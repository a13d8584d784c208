#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "modules/imports/drafts.h"
#include "modules/imports/rows.h"
#include "modules/imports/sql.h"
#include "modules/imports/work.h"
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
Task<void> save_stock(pg::Tx& tx, const Batch& batch, Counts& counts) {
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
    auto set = stock::set_on_hand(tx, ids, on_hand, "import");
    co_await tx.flush();
    counts.levels_set += std::int64_t(set->size());
    co_await stock::fill(tx, *set);
    std::erase_if(*set, [&](auto id) { return !unnoted.contains(id); });
    catalog::note_variant_changes(tx, *set);
}

/// Goes past what an earlier process applied. False when the file ends before, or was cut into other batches then.
Task<bool> skip(Batches& batches, std::int64_t done) {
    while (done > 0) {
        auto drafts = co_await batches.next();
        if (drafts.empty()) break;
        done -= std::int64_t(drafts.size());
    }
    co_return done == 0;
}

/// What one transaction does and leaves to the next.
class Applying {
public:
    Applying(const StoreFacts& facts, const SourceFile& file, Report& report, std::int64_t done)
        : facts_(facts), report_(report), done_(done), batches_(file, facts, second_) {}

    /// False when the file is not the one that was begun.
    Task<bool> begin() {
        bool is_there = co_await skip(batches_, done_);
        next_ = co_await batches_.next();
        co_return is_there;
    }
    bool is_over() const { return report_.state == "applied"; }

    Task<Result<void>> one_transaction(pg::Tx& tx) {
        if (co_await tx.ask(sql::lock_run(report_.id, done_)) != 1) co_return refuse(busy);
        auto counts = report_.counts;
        auto position = done_;
        for (size_t i = 0; i < Batches::batches_a_transaction && !next_.empty(); ++i) {
            position += std::int64_t(next_.size());
            make_categories(tx, counts);
            auto batch = co_await sort_out(tx, std::move(next_), counts);
            if (!co_await save_changed(tx, facts_, batch)) co_return refuse(conflict, "a SKU or a category of the file was taken or removed while it was imported");
            co_await save_stock(tx, batch, counts);
            next_ = co_await batches_.next();
        }
        if (!second_.faults.empty()) co_return refuse(conflict, "the file changed while it was imported");
        std::string state = next_.empty() ? "applied" : "applying";
        tx.send(sql::advance_run(report_.id, position, state, RawJson{to_json(counts)}));
        co_await tx.flush();
        planned_ = {position, std::move(state), counts};
        co_return Result<void>{};
    }
    /// Once the transaction is committed.
    void move_on() {
        done_ = planned_.position;
        report_.state = planned_.state;
        report_.counts = planned_.counts;
    }

private:
    /// Those that the batch at hand needs and the store lacks.
    void make_categories(pg::Tx& tx, Counts& counts) const {
        auto missing = facts_.categories->take_planned();
        if (missing.empty()) return;
        counts.categories_made += std::int64_t(missing.size());
        catalog::save_categories(tx, missing);
        catalog::note_store_change(tx);
    }

    struct Planned {
        std::int64_t position = 0;
        std::string state;
        Counts counts;
    };
    const StoreFacts& facts_;
    Report& report_;
    std::int64_t done_;
    Report second_;   // what the check has said already
    Batches batches_;
    std::vector<ProductDraft> next_;
    Planned planned_;
};

}  // namespace

Task<Result<void>> apply_products(pg::Db& db, const Ctx& ctx, const StoreFacts& facts, const SourceFile& file, Report& report, std::int64_t done, const Beat& beat) {
    Applying applying(facts, file, report, done);
    if (!co_await applying.begin()) co_return refuse(conflict, "the file changed while it was imported");
    while (!applying.is_over()) {
        if (beat && !co_await beat(0)) {
            report.state = "cancelled";
            break;
        }
        auto body = [&](pg::Tx& tx) -> Task<Result<bool>> {
            auto applied = co_await applying.one_transaction(tx);
            if (!applied) co_return refuse(std::move(applied.error()));
            tx.after_commit([&db] { db.notify_soon(catalog::changes_channel); });
            co_return true;
        };
        auto committed = co_await db.transaction(ctx, body, {.retry = false});  // the batches were read from a stream
        if (!committed) co_return refuse(std::move(committed.error()));
        applying.move_on();
    }
    co_return Result<void>{};
}

}  // namespace vitrine::imports
