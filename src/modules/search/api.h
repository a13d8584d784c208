#pragma once
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/shape.h"
#include "modules/app.h"
#include "modules/catalog/api.h"

namespace vitrine::search {

using catalog::ProductId;
using catalog::VariantId;

inline constexpr RefusalKind product_unknown{"search.product_unknown", 404, "No such product"};

/// A product as lists show it.
struct Card {
    ProductId id;
    std::string slug, title;
    std::optional<std::string> title_local;    ///< Urdu, Hindi …
    std::string brand, category;               ///< names
    std::string category_slug;
    VariantId first_variant;
    Money price;                               ///< the lowest of its variants
    std::optional<Money> compare_at_price;     ///< of that variant, when higher
    bool has_price_range = false;
    bool has_variants = false;                 ///< more than one
    std::int64_t available = 0;                ///< over all variants
};
SHAPE(Card, id, slug, title, title_local, brand, category, category_slug, first_variant, price, compare_at_price, has_price_range, has_variants, available)

struct VariantView {
    VariantId id;
    Sku sku;
    std::optional<std::string> barcode;
    Money price;
    std::optional<Money> compare_at_price;
    std::int64_t available = 0;
    std::map<std::string, std::string> options;  ///< "Colour" → "Blue"
    std::optional<std::int64_t> weight_grams;
};
SHAPE(VariantView, id, sku, barcode, price, compare_at_price, available, options, weight_grams)

struct Crumb {
    std::string name, slug;
};
SHAPE(Crumb, name, slug)

struct Attribute {
    std::string code, name, value;
};
SHAPE(Attribute, code, name, value)

/// A product in full: what GET /products/{slug} answers.
struct ProductView {
    ProductId id;
    std::string slug, title;
    std::optional<std::string> title_local;
    std::string description;
    std::string brand;
    std::vector<Crumb> categories;               ///< from the root down
    std::vector<std::string> tags;
    std::vector<Attribute> attributes;
    std::vector<VariantView> variants;
    Instant updated_at{};
};
SHAPE(ProductView, id, slug, title, title_local, description, brand, categories, tags, attributes, variants, updated_at)

/// What a cart or order needs to know of a variant.
struct VariantFacts {
    ProductId product;
    VariantId variant;
    std::string slug, title, sku, options_text;  ///< "Blue, A4"
    std::string category_slug;
    Money price;
    std::optional<Money> compare_at_price;
    std::int64_t available = 0;
    std::int64_t weight_grams = 0;
    std::vector<catalog::CategoryId> categories;    ///< its own and all above, from the root down
    std::vector<std::string> category_path;         ///< their slugs
    std::optional<std::string> brand;
    std::map<std::string, std::vector<std::string>> attributes;  ///< of the product and of the variant, by code; options by name
};

enum class Sort { relevance, price_up, price_down, newest, popularity };

struct Wanted {
    std::string text;                            ///< empty: everything
    std::string category_slug;                   ///< with its sub-categories
    std::map<std::string, std::vector<std::string>> filter;  ///< "brand", "colour", … → any of these values
    std::optional<std::int64_t> price_min, price_max;        ///< minor units of the store's currency
    bool in_stock = false;
    Sort sort = Sort::relevance;
    size_t offset = 0, limit = 24;
    bool facets = true;                          ///< false: items and total only
};

struct FacetValue {
    std::string value;
    std::int64_t count = 0;                      ///< with all other filters applied
    bool chosen = false;
};
SHAPE(FacetValue, value, count, chosen)
struct Facet {
    std::string code, name;
    std::vector<FacetValue> values;              ///< most frequent first, chosen ones always present
};
SHAPE(Facet, code, name, values)

struct Found {
    std::vector<Card> items;
    std::vector<Facet> facets;
    std::int64_t total = 0;
    std::int64_t price_least = 0, price_most = 0;  ///< of all matches before the price filter
    std::optional<std::string> did_you_mean;
};

struct CategoryNode {
    std::string name, slug;
    std::int64_t count = 0;                      ///< published products in it and below
    std::vector<CategoryNode> children;
};
SHAPE(CategoryNode, name, slug, count, children)

struct Suggestion {
    std::string kind;                            ///< "product", "category", "query"
    std::string text, url;
    std::optional<Money> price;
};
SHAPE(Suggestion, kind, text, url, price)

/// One store's published catalog with prices and availability: immutable, in memory, replaced as a whole or by pieces. Any thread may read it
/// while it holds the pointer.
class Snapshot {
public:
    virtual ~Snapshot() = default;
    virtual std::uint64_t version() const = 0;   ///< rises with every change; page caches are keyed by it
    virtual Found search(const Wanted& wanted) const = 0;
    virtual std::optional<ProductView> product(std::string_view slug_or_id) const = 0;
    virtual std::uint64_t product_version(std::string_view slug) const = 0;  ///< changes only when this product does; 0: none
    virtual std::optional<VariantFacts> variant(VariantId id) const = 0;
    virtual std::vector<CategoryNode> categories() const = 0;
    virtual std::vector<Crumb> category_path(std::string_view slug) const = 0;  ///< empty: no such category
    virtual std::vector<Suggestion> suggest(std::string_view text, size_t limit) const = 0;
    virtual std::vector<std::string> slugs(size_t offset, size_t limit) const = 0;  ///< for the sitemap
    virtual std::size_t size() const = 0;
    virtual std::vector<FacetValue> brands() const { return {}; }  ///< by name, with how many published products each has
};

/// The snapshots of all stores in this process; shared by the loops, kept fresh by one follower.
class Snapshots {
public:
    virtual ~Snapshots() = default;
    /// Never null; an empty snapshot for a store without catalog. Wait-free in practice.
    virtual std::shared_ptr<const Snapshot> of(StoreId store) const = 0;
    /// Loads all stores (in parallel off the loop where it is heavy), then follows the change feed on this loop until stop().
    virtual Task<void> start(Loop& loop, pg::DbOptions worker, pg::DbOptions runtime) = 0;
    virtual bool is_loaded() const = 0;
    virtual Task<void> stop() = 0;
    /// Waits (at most `limit`) until every change committed before this call is visible here: read your own writes.
    virtual Task<bool> caught_up(Duration limit) = 0;
};

/// The one set of snapshots of a process; empty until start(). With a `folder` the snapshots are kept there as well, and the next process starts
/// from them and catches up from the change feed; a file that does not fit is ignored with a line in the log.
std::shared_ptr<Snapshots> make_snapshots(std::string folder = {});

}  // namespace vitrine::search
