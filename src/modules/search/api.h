#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/shape.h"
#include "modules/app.h"
#include "modules/catalog/api.h"
#include "modules/media/api.h"
#include "modules/stock/api.h"

namespace vitrine::prices {
class View;
struct Buyer;
}  // namespace vitrine::prices

namespace vitrine::search {

using catalog::ProductId;
using catalog::VariantId;

inline constexpr RefusalKind product_unknown{"search.product_unknown", 404, "No such product"};

/// A piece of a text; the pieces together are the text. `hit`: a word that answers the search.
struct TextPart {
    std::string text;
    std::optional<bool> hit;
};
SHAPE(TextPart, text, hit)

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
    std::optional<std::vector<TextPart>> title_parts, title_local_parts;  ///< of a search for a text: where its words stand
    std::optional<media::Picture> picture;     ///< the first it shows
};
SHAPE(Card, id, slug, title, title_local, brand, category, category_slug, first_variant, price, compare_at_price, has_price_range, has_variants, available, title_parts,
      title_local_parts, picture)

/// One part of a bundle. What the store does not show at present has no name.
struct Component {
    VariantId variant;
    std::int64_t quantity = 1;
    std::optional<std::string> slug, title, sku, options;
};
SHAPE(Component, variant, quantity, slug, title, sku, options)

/// What one unit costs from a quantity on.
struct QuantityPrice {
    std::int64_t from_quantity = 1;
    Money price;
};
SHAPE(QuantityPrice, from_quantity, price)

struct VariantView {
    VariantId id;
    Sku sku;
    std::optional<std::string> barcode;
    Money price;
    std::optional<Money> compare_at_price;
    std::int64_t available = 0;
    std::map<std::string, std::string> options;  ///< "Colour" → "Blue"
    std::optional<std::int64_t> weight_grams;
    std::optional<std::vector<Component>> components;  ///< of a bundle
    std::optional<Money> lowest_price = {};        ///< of the 30 days before a reduced price began (Directive 98/6/EC, article 6a)
    std::optional<std::vector<QuantityPrice>> quantity_prices = {};  ///< where more of it costs less
    std::optional<bool> includes_tax = {};         ///< where price lists say so
};
SHAPE(VariantView, id, sku, barcode, price, compare_at_price, available, options, weight_grams, components, lowest_price, quantity_prices, includes_tax)

struct Crumb {
    std::string name, slug;
};
SHAPE(Crumb, name, slug)

struct Attribute {
    std::string code, name, value;               ///< of many choices: joined by ", "
    std::optional<std::string> unit;             ///< "ct", "mm"
    std::string kind = "text";
};
SHAPE(Attribute, code, name, value, unit, kind)

/// A product that another one points to.
struct Linked {
    ProductId id;
    std::string slug, title;
};
SHAPE(Linked, id, slug, title)

/// What search engines are told instead of title and description.
struct Seo {
    std::optional<std::string> title, description;
};
SHAPE(Seo, title, description)

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
    bool is_unique = false;                      ///< one of a kind: quantity at most 1
    std::optional<Seo> seo;
    std::map<std::string, std::vector<Linked>> links;  ///< "related", "accessory", "upsell"; only what is shown now
    std::optional<std::vector<media::Picture>> media = {};  ///< pictures, drawings, videos and models, in order
};
SHAPE(ProductView, id, slug, title, title_local, description, brand, categories, tags, attributes, variants, updated_at, is_unique, seo, links, media)

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
    bool is_unique = false;                      ///< one of a kind: nobody can have two
    std::vector<catalog::CategoryId> categories;    ///< its own and all above, from the root down
    std::vector<std::string> category_path;         ///< their slugs
    std::optional<std::string> brand;
    std::map<std::string, std::vector<std::string>> attributes;  ///< of the product and of the variant, by code; options by name
};

enum class Sort { relevance, price_up, price_down, newest, popularity };

/// Where a walk through pages stands: behind this hit, in the order that held when the walk began.
struct Walk {
    std::int64_t key = 0, popularity = 0;
    ProductId id;
    Instant since{};
};

struct Wanted {
    std::string text;                            ///< empty: everything
    std::string category_slug;                   ///< with its sub-categories
    std::map<std::string, std::vector<std::string>> filter;  ///< "brand", "colour", … → any of these values; of numbers also ranges: "0.5..1", "0.5..", "..1"
    std::optional<std::int64_t> price_min, price_max;        ///< minor units of the prices' currency
    bool in_stock = false;
    Sort sort = Sort::relevance;
    size_t offset = 0, limit = 24;
    bool facets = true;                          ///< false: items and total only
    std::optional<Walk> after{};                 ///< go on behind this hit; offset is not looked at then
    bool explain = false;                        ///< fills Found::explanations
    bool marks = false;                          ///< fills the cards' title_parts
    std::shared_ptr<const prices::View> prices = {};  ///< what this buyer pays: filter, order, histogram and cards go by it; null: base prices
};

struct FacetValue {
    std::string value;
    std::int64_t count = 0;                      ///< with all other filters applied
    bool chosen = false;
};
SHAPE(FacetValue, value, count, chosen)
/// What a facet of numbers spans, as decimal texts ("0.5"): among the matches with all other filters applied, and what was chosen of it.
struct NumberSpan {
    std::string least, most;                     ///< empty: no match has a number
    std::optional<std::string> unit;             ///< "ct"
    std::optional<std::string> chosen_least, chosen_most;
};
SHAPE(NumberSpan, least, most, unit, chosen_least, chosen_most)
struct Facet {
    std::string code, name;
    std::vector<FacetValue> values;              ///< most frequent first, choices and numbers in their own order; chosen ones always present, ranges excepted
    std::optional<NumberSpan> number;            ///< of an attribute that is a number
};
SHAPE(Facet, code, name, values, number)

/// Products with a price from `from` up to and including `to`, in minor units.
struct PriceBucket {
    std::int64_t from = 0, to = 0, count = 0;
};
SHAPE(PriceBucket, from, to, count)

/// Why a word of the search found a product.
struct WordExplanation {
    std::string typed, found, how;               ///< how: exact, stem, joined, synonym, prefix, sound, one_edit, two_edits
    std::vector<std::string> fields;
    std::int64_t rarity = 0, points = 0;
};
SHAPE(WordExplanation, typed, found, how, fields, rarity, points)
/// Why a product stands where it stands: (points of its words) × (100 + exactness + nearness) % × (100 + popularity) % × stock % × (100 + boost) %.
struct HitExplanation {
    ProductId product;
    std::vector<WordExplanation> words;
    std::int64_t exactness_percent = 0, nearness_percent = 0, text_points = 0, popularity_percent = 0, stock_percent = 100, boost_percent = 0;
    std::optional<std::int64_t> pinned_at;       ///< 1 for the first pin
    std::int64_t total = 0;                      ///< what the order is made by
};
SHAPE(HitExplanation, product, words, exactness_percent, nearness_percent, text_points, popularity_percent, stock_percent, boost_percent, pinned_at, total)

struct Found {
    std::vector<Card> items;
    std::vector<Facet> facets;
    std::int64_t total = 0;
    std::int64_t price_least = 0, price_most = 0;  ///< of all matches before the price filter
    std::optional<std::string> did_you_mean;
    std::vector<std::string> left_out;           ///< words that the catalog does not know: the search went on without them
    std::vector<PriceBucket> price_histogram;    ///< of all matches before the price filter
    std::optional<Walk> next;                    ///< for the page after this one; none at the end
    std::vector<HitExplanation> explanations;    ///< as items
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

/// An article that is sold before it is there.
struct Coming {
    stock::PolicyKind kind = stock::PolicyKind::back_order;
    std::optional<Instant> expected_at;
    std::int64_t in_stock = 0;                 ///< what is there now; `available` counts what may be promised, too
};
SHAPE(Coming, kind, expected_at, in_stock)

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
    virtual std::vector<Suggestion> suggest(std::string_view text, size_t limit, std::shared_ptr<const prices::View> prices = {}) const = 0;
    virtual std::vector<std::string> slugs(size_t offset, size_t limit) const = 0;  ///< for the sitemap
    virtual std::size_t size() const = 0;
    virtual std::vector<catalog::BundlePart> parts(VariantId) const { return {}; }  ///< what one piece of a bundle takes from the shelves; empty for anything else
    virtual std::optional<media::Picture> picture(std::string_view /*slug*/) const { return {}; }  ///< the first picture or drawing of a product
    virtual std::optional<Coming> coming(VariantId) const { return {}; }            ///< where a variant is sold before it is there: how, and when it comes
    virtual std::vector<FacetValue> brands() const { return {}; }  ///< by name, with how many published products each has
};

/// Pure. The product as a buyer sees its prices: by list, currency and quantity.
void reprice(ProductView& product, const prices::View& prices);

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

    /// What a buyer pays by the price lists this process holds, for the routes of this module: set once, before anything is served. Gives null for a currency
    /// the store does not sell in. Not set: base prices only.
    std::function<std::shared_ptr<const prices::View>(StoreId, const prices::Buyer&)> prices_for;
};

/// Counts a search in the store's log (see the README): the first page of what a shopper typed. `total`: how many products it found, when it was not answered from a cache.
void note_search(App& app, const Ctx& ctx, std::string_view text, std::optional<std::int64_t> total);

/// A page that is kept and served many times had this many products when it was made.
void note_found(StoreId store, std::string_view text, std::int64_t total);

/// The one set of snapshots of a process; empty until start(). With a `folder` the snapshots are kept there as well, and the next process starts
/// from them and catches up from the change feed; a file that does not fit is ignored with a line in the log.
std::shared_ptr<Snapshots> make_snapshots(std::string folder = {});

}  // namespace vitrine::search
