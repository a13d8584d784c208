#pragma once
#include <cstdint>
#include <expected>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/shape.h"
#include "modules/app.h"
#include "modules/catalog/life.h"

namespace vitrine::catalog {

using ProductId = Id<"prod">;
using VariantId = Id<"var">;
using CategoryId = Id<"cat">;
using BrandId = Id<"brand">;
using AttributeSetId = Id<"aset">;

inline constexpr RefusalKind product_unknown{"catalog.product_unknown", 404, "No such product"};
inline constexpr RefusalKind variant_unknown{"catalog.variant_unknown", 404, "No such article"};

/// The channel that tells followers to look at the change feed at once; they poll as well.
inline constexpr auto changes_channel = "vitrine_catalog";

/// Queues "these products look different now" into the transaction: catalog, prices and stock call it, the snapshots follow it.
/// Cheap: one statement. Every process shows the change within a second.
void note_changes(pg::Tx& tx, const std::vector<ProductId>& products);
/// The same by variant, for modules that know only those.
void note_variant_changes(pg::Tx& tx, const std::vector<VariantId>& variants);
/// Queues "look at the whole store again": categories, brands or attributes changed.
void note_store_change(pg::Tx& tx);

// What the snapshots read.

/// What changed since a reading: rows of transactions that were still open then may come twice.
struct Changes {
    std::string floor;                 ///< hand it to the next reading
    std::vector<std::int64_t> ids;     ///< of the rows; with the store they are unique
    std::vector<StoreId> stores;
    std::vector<ProductId> products;   ///< nil: the whole store
};
SHAPE(Changes, floor, ids, stores, products)
pg::Query<Changes> changes_from(const std::string& floor);   ///< worker role

/// Where the feed stands.
struct FeedPosition {
    std::string origin;                ///< tells databases apart, and a restored one from what it was before
    std::string floor;                 ///< the floor before a first load
    std::string ceiling;               ///< no transaction has this number yet
};
SHAPE(FeedPosition, origin, floor, ceiling)
pg::Query<FeedPosition> feed_position();                     ///< worker role

/// Up to which transaction a store's changes were cleaned away.
struct Forgotten {
    StoreId store;
    std::string up_to;
};
SHAPE(Forgotten, store, up_to)
pg::Query<std::int64_t> forget_changes(Instant before);      ///< and writes down what it forgot; worker role
pg::Query<std::vector<Forgotten>> forgotten_changes();       ///< worker role
pg::Query<std::vector<StoreId>> stores_with_products();      ///< worker role

/// One published product without its variants.
struct ProductRow {
    ProductId id;
    std::string slug, title;
    std::optional<std::string> title_local;
    std::string description;
    std::optional<std::string> brand;
    CategoryId category;
    std::vector<std::string> tags;
    RawJson attributes;                ///< {"code": "value"}
    std::int64_t popularity = 0;
    Instant created_at{}, updated_at{};
    bool is_unique = false;            ///< one of a kind: nobody can have two
    RawJson seo;                       ///< {"title": …, "description": …}, either may be missing
    RawJson links;                     ///< [["accessory", product uuid], …]
};
SHAPE(ProductRow, id, slug, title, title_local, description, brand, category, tags, attributes, popularity, created_at, updated_at, is_unique, seo, links)

struct VariantRow {
    VariantId id;
    ProductId product;
    std::string sku;
    std::optional<std::string> barcode;
    RawJson options;                   ///< [["Colour", "Blue"], …] in the order people read them
    RawJson attributes;                ///< those that differ between the variants
    std::optional<std::int64_t> weight_grams;
    RawJson components;                ///< of a bundle: [[variant uuid, quantity], …]
};
SHAPE(VariantRow, id, product, sku, barcode, options, attributes, weight_grams, components)

struct ProductRange {
    ProductId first, last;
};
SHAPE(ProductRange, first, last)

/// The published products in about `parts` ranges of equal size, both ends included.
pg::Query<std::vector<ProductRange>> product_ranges(std::int32_t parts);
pg::Query<std::vector<ProductRow>> products_in_range(ProductId first, ProductId last);
pg::Query<std::vector<VariantRow>> variants_in_range(ProductId first, ProductId last);  ///< grouped by product, products in id order
pg::Query<std::vector<ProductRow>> products_by_id(const std::vector<ProductId>& ids);   ///< those that are published
pg::Query<std::vector<VariantRow>> variants_by_id(const std::vector<ProductId>& products);

struct CategoryRow {
    CategoryId id;
    std::string slug, name;
    std::optional<std::string> name_local;
    std::optional<CategoryId> parent;
};
SHAPE(CategoryRow, id, slug, name, name_local, parent)
/// The whole tree, by position.
pg::Query<std::vector<CategoryRow>> categories();

/// What products may say about themselves. Values are kept as text in one spelling (values.h).
struct AttributeRow {
    std::string code, name, kind;      ///< kind: text, number, boolean, choice, choices, date, dimension
    std::vector<std::string> allowed;  ///< empty: anything of the kind goes
    bool is_facet = true;
    std::optional<std::string> unit;   ///< of numbers and dimensions: "ct", "mm"
    bool is_searchable = true, is_sortable = false, is_required = false;
    std::int64_t version = 1;
    bool is_in_sets = false;           ///< then it may only stand in categories that have one of those sets
};
SHAPE(AttributeRow, code, name, kind, allowed, is_facet, unit, is_searchable, is_sortable, is_required, version, is_in_sets)
/// All attributes, by position.
pg::Query<std::vector<AttributeRow>> attributes();

/// An attribute as a member of a set, and which sets a category has.
struct SetMember {
    AttributeSetId set;
    std::string code;
    std::int32_t position = 0;
    bool is_required = false;
};
SHAPE(SetMember, set, code, position, is_required)
struct CategorySet {
    CategoryId category;
    AttributeSetId set;
};
SHAPE(CategorySet, category, set)
pg::Query<std::vector<SetMember>> set_members();        ///< of all sets, in order
pg::Query<std::vector<CategorySet>> category_sets();    ///< of all categories; those below inherit

/// Definitions, sets and tree of a store in memory, for many questions in a row (imports).
class AttributeRules;
Task<std::shared_ptr<const AttributeRules>> read_attribute_rules(pg::Db& db, const Ctx& ctx);
struct AttributeFault {
    std::string code, text;            ///< "attr.not_a_number" and how to mend it
};
/// A value as files write it, in the one spelling that is stored. An attribute that the store does not define is text.
std::expected<std::string, AttributeFault> read_attribute(const AttributeRules& rules, std::string_view code, std::string_view text, std::string_view category_slug);
/// The attributes that goods of this category need and these lack; a variant's own count when all variants have one.
std::vector<std::string> missing_attributes(const AttributeRules& rules, std::string_view category_slug, const std::map<std::string, std::string>& product,
                                            const std::vector<std::map<std::string, std::string>>& variants);

/// A variant as people name it.
struct NamedVariant {
    VariantId id;
    std::string sku, title;
    bool is_unique = false;            ///< one of a kind
};
SHAPE(NamedVariant, id, sku, title, is_unique)
/// Of these variants those that there are, whatever their status.
pg::Query<std::vector<NamedVariant>> named_variants(const std::vector<VariantId>& variants);

/// The parts of these bundles, by bundle and position.
struct BundlePart {
    VariantId bundle, variant;
    std::int64_t quantity = 1;
};
SHAPE(BundlePart, bundle, variant, quantity)
pg::Query<std::vector<BundlePart>> components(const std::vector<VariantId>& bundles);  ///< what a reservation of bundles takes

/// Where a name that something had before leads now.
struct Redirect {
    ProductId product;
    std::string slug;
};
SHAPE(Redirect, product, slug)
/// The published product that had this slug before; nothing when none had it or it is not shown. For pages that would else answer 404.
pg::Query<std::optional<Redirect>> redirect_of(const std::string& former_slug);
/// The same for a category: its slug now.
pg::Query<std::optional<std::string>> category_redirect_of(const std::string& former_slug);

/// A module that keeps something about variants says what, so that nothing is deleted for good under its feet.
struct Referrer {
    std::string what;                                                          ///< "orders", for people
    pg::Query<std::int64_t> (*count)(const std::vector<VariantId>& variants);  ///< how many of its things refer to any of them; null: none ever
    pg::Query<std::int64_t> (*forget)(const std::vector<VariantId>& variants); ///< deletes what is worth nothing without them; null: nothing
};
/// Called by Module::plug_in of modules above, once at the program's start.
void register_referrer(Referrer referrer);

// What imports and editors write. All set-based; the caller notes the changes.

struct CategoryInput {
    std::string slug, name;
    std::optional<std::string> name_local, parent_slug;
    std::int32_t position = 0;
};
/// Queues: makes or changes categories by slug, in the given order (parents may come later). Gives those written; none when nothing differs.
pg::Later<std::vector<CategoryId>> save_categories(pg::Tx& tx, const std::vector<CategoryInput>& categories);
/// Queues: makes the brands that the store lacks.
void save_brands(pg::Tx& tx, std::vector<std::string> names);
/// Queues: makes the attributes that the store lacks, as text, named after their code ("paper_size": "Paper size").
void save_attributes(pg::Tx& tx, const std::vector<std::string>& codes);
struct AttributeInput {
    std::string code, name;            ///< name empty: made of the code
    std::string kind = "text";         ///< as in AttributeRow
    std::vector<std::string> allowed;  ///< choices need it
    std::optional<std::string> unit;
    bool is_facet = true;
};
/// Queues: makes those that the store lacks, in this order; those it has stay as they are.
void save_attributes(pg::Tx& tx, const std::vector<AttributeInput>& attributes);

struct ProductState {
    ProductId id;
    std::string slug;
    std::optional<Uuid> content_hash;  ///< of the last import; none when somebody edited the product since
    bool is_unique = false;            ///< one of a kind
};
SHAPE(ProductState, id, slug, content_hash, is_unique)
/// Which of these products there are, published or not.
pg::Query<std::vector<ProductState>> product_states(const std::vector<std::string>& slugs);

struct CodeOwner {
    VariantId id;
    std::string sku;
    std::optional<std::string> barcode;
    std::string product_slug;
};
SHAPE(CodeOwner, id, sku, barcode, product_slug)
/// Who has these SKUs and barcodes now.
pg::Query<std::vector<CodeOwner>> code_owners(const std::vector<std::string>& skus, const std::vector<std::string>& barcodes);

struct ProductInput {
    std::string slug, title;
    std::optional<std::string> title_local;
    std::string description, category_slug;
    std::optional<std::string> brand;  ///< must be there: save_brands
    Status status = Status::draft;
    std::vector<std::string> tags;
    std::map<std::string, std::string> attributes;
    Uuid content_hash;
};
struct VariantInput {
    std::string product_slug, sku;
    std::optional<std::string> barcode;
    std::int32_t position = 0;
    std::vector<std::pair<std::string, std::string>> options;
    std::map<std::string, std::string> attributes;
    std::optional<std::int64_t> weight_grams;
};
struct SavedProduct {
    ProductId id;
    std::string slug;
};
SHAPE(SavedProduct, id, slug)
struct SavedVariant {
    VariantId id;
    std::string sku;
};
SHAPE(SavedVariant, id, sku)

/// Queues: makes or replaces products by slug.
pg::Later<std::vector<SavedProduct>> save_products(pg::Tx& tx, const std::vector<ProductInput>& products);
/// Queues: makes or replaces variants by SKU. A SKU that another product has is left alone and missing from the answer.
pg::Later<std::vector<SavedVariant>> save_variants(pg::Tx& tx, const std::vector<VariantInput>& variants);
/// Queues: archives the variants of these products whose SKU is not among `kept`.
void archive_other_variants(pg::Tx& tx, const std::vector<std::string>& product_slugs, const std::vector<std::string>& kept);

/// A product of any status as it is kept, for exports.
struct StoredProduct {
    ProductId id;
    std::string slug, title;
    std::optional<std::string> title_local;
    std::string description;
    std::optional<std::string> brand;
    std::string category;              ///< slug
    std::vector<std::string> tags;
    RawJson attributes;
    std::string status;
};
SHAPE(StoredProduct, id, slug, title, title_local, description, brand, category, tags, attributes, status)
/// The next products by slug, of a category and what is below it and of these statuses (none: all).
pg::Query<std::vector<StoredProduct>> products_after(const std::string& slug, std::int32_t limit, const std::optional<std::string>& category, const std::vector<std::string>& statuses);
/// How many options the variant with most of them has.
pg::Query<std::int32_t> options_columns();

/// A picture where another system keeps it; nobody has fetched it. Of the product, or of one of its variants.
struct SourceImage {
    ProductId product;
    std::int32_t position = 0;          ///< once in a product, variants' pictures included
    std::optional<VariantId> variant;
    std::string url, alt;
};
SHAPE(SourceImage, product, position, variant, url, alt)
/// Queues: these products have these pictures and no others.
void replace_source_images(pg::Tx& tx, const std::vector<ProductId>& products, const std::vector<SourceImage>& images);
/// By product, then position.
pg::Query<std::vector<SourceImage>> source_images(const std::vector<ProductId>& products);

/// The variants that have these SKUs, whatever their status.
pg::Query<std::vector<SavedVariant>> variants_by_sku(const std::vector<std::string>& skus);

struct VariantState {
    VariantId id;
    ProductId product;
    std::string sku, status;
    std::int64_t version = 1;
};
SHAPE(VariantState, id, product, sku, status, version)
/// Locks a variant for an edit.
pg::Query<std::optional<VariantState>> lock_variant(VariantId variant);
/// Writes its status (active, archived), raises its version and lets the product forget its last import. Gives the new version.
pg::Query<std::int64_t> edit_variant(VariantId variant, const std::string& status);
/// Sets the status outright, past the table of moves: for imports and tests. Gives the new version; nothing: no such product.
pg::Query<std::optional<std::int64_t>> set_product_status(ProductId product, Status status);


struct AdminProduct {
    ProductId id;
    std::string slug, title;
    Status status = Status::draft;
    std::string category;
    std::optional<std::string> brand;
    std::int64_t version = 1;
    Instant updated_at{};
    bool is_live = false;
    std::int64_t variants = 0;
};
SHAPE(AdminProduct, id, slug, title, status, category, brand, version, updated_at, is_live, variants)

}  // namespace vitrine::catalog
