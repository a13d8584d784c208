#pragma once
// One edit of thousands of products: what is asked, what is decided for each, what is answered.
#include <set>

#include "modules/catalog/product.h"

namespace vitrine::catalog {

inline constexpr size_t most_bulk = 10'000;
inline constexpr RefusalKind bulk_refused{"catalog.bulk_refused", 422, "Some products cannot be changed so; nothing was changed"};

enum class BulkMode { each, all };
SHAPE_ENUM(BulkMode, each, all)
enum class BulkOutcome { changed, unchanged, failed };
SHAPE_ENUM(BulkOutcome, changed, unchanged, failed)

struct BulkFilter {
    std::optional<Text<1, 80>> q;
    std::optional<std::vector<Status>> status;
    std::optional<std::string> category;
    std::optional<Text<1, 80>> brand;
    std::optional<Text<1, 40>> tag;
};
SHAPE(BulkFilter, q, status, category, brand, tag)
struct BulkMove {
    std::string verb;
    std::optional<Text<1, 2'000>> reason;
};
SHAPE(BulkMove, verb, reason)
struct BulkEdit {
    std::optional<std::vector<ProductId>> products;           ///< these, or
    std::optional<BulkFilter> filter;                         ///< those that match; an empty filter means all
    std::optional<std::map<std::string, RawJson>> attributes; ///< set; null takes one away
    std::optional<std::vector<Text<1, 40>>> add_tags, remove_tags;
    std::optional<std::string> category;                      ///< slug or id
    Given<Text<1, 80>> brand;
    std::optional<BulkMove> move;
    std::optional<BulkMode> mode;                             ///< each (when absent): who can, changes; all: everybody or nobody
    std::optional<bool> dry_run;
};
SHAPE(BulkEdit, products, filter, attributes, add_tags, remove_tags, category, brand, move, mode, dry_run)

struct BulkItem {
    ProductId product;
    BulkOutcome outcome = BulkOutcome::changed;
    std::optional<std::vector<RawJson>> errors;               ///< of a failed one, as in problem+json
};
SHAPE(BulkItem, product, outcome, errors)
struct BulkReport {
    std::int64_t selected = 0, changed = 0, unchanged = 0, failed = 0;
    bool is_dry_run = false;
    std::vector<BulkItem> items;
};
SHAPE(BulkReport, selected, changed, unchanged, failed, is_dry_run, items)

/// The edit with everything read that is the same for all products.
struct BulkPlan {
    std::map<std::string, std::string> set;
    std::vector<std::string> unset, add_tags, remove_tags;
    std::optional<CategoryId> category;
    bool has_brand = false;
    std::optional<std::string> brand;
    std::optional<BulkMove> move;
    bool may_move = false, may_edit_submitted = false;
    bool edits() const { return !set.empty() || !unset.empty() || !add_tags.empty() || !remove_tags.empty() || category || has_brand; }
};
struct BulkDecision {
    BulkOutcome outcome = BulkOutcome::changed;
    bool is_edited = false;              ///< beyond the move
    std::optional<Status> to;
    std::vector<Fault> faults;
};

/// Decides for one product. `shared_codes`: attributes that all its active variants have. Pure.
BulkDecision decide(const BulkPlan& plan, const BulkTarget& target, const AttributeRules& rules, const std::set<std::string>& shared_codes);

struct BulkHeaders {
    std::optional<Text<1, 255>> idempotency_key;
};
SHAPE(BulkHeaders, idempotency_key)

/// Changes up to 10,000 products in one transaction with a few set-based statements. With the same key and body a repeat answers as the first did.
/// Refuses request.invalid, catalog.bulk_refused (mode all), idempotency.key_reused.
Task<Result<http::Response>> edit_in_bulk(App& app, Ctx ctx, http::Headers<BulkHeaders> headers, http::Body<BulkEdit> in);

}  // namespace vitrine::catalog
