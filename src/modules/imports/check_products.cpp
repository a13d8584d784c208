#include <algorithm>
#include <unordered_map>

#include "modules/imports/drafts.h"
#include "modules/imports/import_rows_faults.h"
#include "modules/imports/work.h"

namespace vitrine::imports {
namespace {

struct Known {
    std::unordered_map<std::string, catalog::ProductState> products;      ///< by slug
    std::unordered_map<std::string, std::string> sku_owner, barcode_owner;  ///< product slug
};

bool is_unchanged(const Known& known, const ProductDraft& draft) {
    auto found = known.products.find(draft.slug);
    return found != known.products.end() && found->second.content_hash == content_hash(draft);
}

/// Codes are asked for only where something changes: a product that is what its last import wrote has its own.
Task<Known> ask_store(pg::Db& db, const Ctx& ctx, const std::vector<ProductDraft>& drafts) {
    std::vector<std::string> slugs, skus, barcodes;
    for (const auto& draft : drafts) slugs.push_back(draft.slug);
    auto states = co_await db.read(ctx, catalog::product_states(slugs));
    Known known;
    for (auto& state : states) known.products.emplace(state.slug, state);
    for (const auto& draft : drafts) {
        if (is_unchanged(known, draft)) continue;
        for (const auto& variant : draft.variants) {
            skus.push_back(variant.sku);
            if (!variant.barcode.empty()) barcodes.push_back(variant.barcode);
        }
    }
    if (skus.empty()) co_return known;
    auto owners = co_await db.read(ctx, catalog::code_owners(skus, barcodes));
    for (auto& owner : owners) {
        if (owner.barcode) known.barcode_owner.emplace(*owner.barcode, owner.product_slug);
        known.sku_owner.emplace(owner.sku, std::move(owner.product_slug));
    }
    co_return known;
}

bool is_taken(const std::unordered_map<std::string, std::string>& owners, const std::string& code, const std::string& slug) {
    auto owner = owners.find(code);
    return owner != owners.end() && owner->second != slug;
}

void find_taken_codes(const Known& known, const ProductDraft& draft, Report& report) {
    auto fault = [&](const VariantDraft& variant, std::string column, std::string_view code, const std::string& value) {
        report.faults.push_back({std::int64_t(variant.row), std::move(column), std::string(code), fault_text(code, value)});
    };
    for (const auto& variant : draft.variants) {
        if (is_taken(known.sku_owner, variant.sku, draft.slug)) fault(variant, "sku", "sku.taken", variant.sku);
        if (is_taken(known.barcode_owner, variant.barcode, draft.slug)) fault(variant, "barcode", "barcode.taken", variant.barcode);
    }
}

/// There is one of it: one variant, and no second piece in stock.
void check_uniqueness(const Known& known, const ProductDraft& draft, Report& report) {
    auto found = known.products.find(draft.slug);
    if (found == known.products.end() || !found->second.is_unique) return;
    auto fault = [&](std::uint64_t row, std::string column, std::string text) { report.faults.push_back({std::int64_t(row), std::move(column), "product.one_of_a_kind", std::move(text)}); };
    if (draft.variants.size() > 1) fault(draft.variants[1].row, "sku", "This product is one of a kind: it has one variant.");
    for (const auto& variant : draft.variants)
        if (variant.stock.value_or(0) > 1) fault(variant.row, "stock", "This product is one of a kind: there is one of it.");
}

void count_change(const Known& known, const ProductDraft& draft, Counts& counts) {
    if (!known.products.contains(draft.slug)) ++counts.created;
    else ++(is_unchanged(known, draft) ? counts.unchanged : counts.updated);
}

}  // namespace

Task<Uuid> check_products(pg::Db& db, const Ctx& ctx, const SourceFile& file, const StoreFacts& facts, Report& report, const Beat& beat) {
    Uuid digest;
    Batches batches(file, facts, report);
    for (auto drafts = co_await batches.next(); !drafts.empty(); drafts = co_await batches.next()) {
        for (const auto& draft : drafts) digest = digest_with(digest, draft);
        auto known = co_await ask_store(db, ctx, drafts);
        for (const auto& draft : drafts) {
            find_taken_codes(known, draft, report);
            check_uniqueness(known, draft, report);
            count_change(known, draft, report.counts);
        }
        if (beat && !co_await beat(std::int64_t(batches.counts().records))) {
            report.state = "cancelled";
            break;
        }
    }
    for (auto* list : {&report.faults, &report.notices})
        std::ranges::sort(*list, [](const auto& a, const auto& b) { return std::tie(a.row, a.column, a.code) < std::tie(b.row, b.column, b.code); });
    report.counts.categories_made = std::int64_t(facts.categories->take_planned().size());
    report.counts.rows = std::int64_t(batches.counts().records);
    report.counts.products = std::int64_t(batches.counts().products);
    report.counts.variants = std::int64_t(batches.counts().variants);
    report.counts.faults = std::int64_t(report.faults.size());
    co_return digest;
}

}  // namespace vitrine::imports
