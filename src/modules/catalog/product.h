#pragma once
// The shapes of the admin's product API, and what its use cases share.
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/given.h"
#include "io/http/routes.h"
#include "modules/catalog/attribute_rules.h"
#include "modules/catalog/rows.h"

namespace vitrine::catalog {

inline constexpr size_t most_variants = 2'000, most_options = 5, most_option_values = 500, most_tags = 50, most_links = 50, most_components = 50;

inline constexpr RefusalKind slug_taken{"catalog.slug_taken", 409, "Another product has this slug"};
inline constexpr RefusalKind code_taken{"catalog.code_taken", 409, "Another article has this SKU or barcode"};
inline constexpr RefusalKind category_unknown{"catalog.category_unknown", 422, "No such category"};
inline constexpr RefusalKind incomplete{"catalog.incomplete", 409, "The product lacks what its category needs"};
inline constexpr RefusalKind under_review{"catalog.under_review", 409, "The product is under review"};
inline constexpr RefusalKind too_many_variants{"catalog.too_many_variants", 422, "A product has 2,000 variants at most"};
inline constexpr RefusalKind still_referred{"catalog.still_referred", 409, "Other things refer to it"};
inline constexpr RefusalKind not_deleted{"catalog.not_deleted", 409, "Delete it first, then for good"};

struct SeoText {
    std::optional<Text<1, 200>> title;
    std::optional<Text<1, 500>> description;
};
SHAPE(SeoText, title, description)

/// An option that people choose by, with its values in order.
struct OptionInput {
    Text<1, 40> name;
    std::vector<Text<1, 80>> values;
};
SHAPE(OptionInput, name, values)

struct Dimensions {
    Whole<1, 100'000> length, width, height;
};
SHAPE(Dimensions, length, width, height)

struct VariantChange {
    std::optional<Sku> sku;
    Given<Text<8, 14>> barcode;
    std::optional<std::map<std::string, std::string>> options;      ///< option name to value
    std::optional<std::map<std::string, RawJson>> attributes;       ///< merged; null takes one away
    Given<Whole<0, 10'000'000>> weight_grams;
    Given<Dimensions> dimensions_mm;
    std::optional<Whole<0, 1'000'000>> position;
    std::optional<bool> is_active;
};
SHAPE(VariantChange, sku, barcode, options, attributes, weight_grams, dimensions_mm, position, is_active)

/// POST makes from it, PATCH changes by it: what is left out stays, null clears.
struct ProductChange {
    std::optional<Slug> slug;                                       ///< POST: made from the title when absent
    std::optional<Text<1, 200>> title;
    Given<Text<1, 200>> title_local;
    Given<Text<0, 20'000>> description;
    std::optional<std::string> category;                            ///< slug or id
    Given<Text<1, 80>> brand;                                       ///< made when the shop lacks it
    std::optional<std::vector<Text<1, 40>>> tags;
    std::optional<std::map<std::string, RawJson>> attributes;       ///< merged; null takes one away
    Given<SeoText> seo;
    std::optional<bool> is_unique;                                  ///< one of a kind: one variant, quantity at most 1
    std::optional<std::vector<OptionInput>> options;
    Given<Instant> published_from, published_until;
};
SHAPE(ProductChange, slug, title, title_local, description, category, brand, tags, attributes, seo, is_unique, options, published_from, published_until)

struct CategoryRef {
    CategoryId id;
    std::string slug, name;
};
SHAPE(CategoryRef, id, slug, name)
struct PartView {
    VariantId variant;
    std::int64_t quantity = 1;
    std::string sku, title;
};
SHAPE(PartView, variant, quantity, sku, title)
struct AdminVariant {
    VariantId id;
    std::string sku;
    std::optional<std::string> barcode;
    bool is_active = true;
    std::int32_t position = 0;
    std::map<std::string, std::string> options;
    std::map<std::string, RawJson> attributes;
    std::optional<std::int64_t> weight_grams;
    std::optional<Dimensions> dimensions_mm;
    std::int64_t version = 1;
    std::vector<PartView> components;
};
SHAPE(AdminVariant, id, sku, barcode, is_active, position, options, attributes, weight_grams, dimensions_mm, version, components)
struct OptionView {
    std::string name;
    std::vector<std::string> values;
};
SHAPE(OptionView, name, values)
struct LinkView {
    ProductId id;
    std::string slug, title;
};
SHAPE(LinkView, id, slug, title)

/// Everything about a product, as GET /api/v1/admin/products/{id} shows it.
struct ProductDetail {
    ProductId id;
    std::int64_t version = 1;
    std::string slug, title;
    std::optional<std::string> title_local;
    std::string description;
    CategoryRef category;
    std::optional<std::string> brand;
    Status status = Status::draft;
    std::vector<std::string> moves;                   ///< verbs the asker may use now
    bool is_live = false;                             ///< shown to shoppers now (once its variants have prices)
    std::optional<Instant> published_from, published_until, deleted_at;
    bool is_unique = false;
    std::vector<std::string> tags;
    std::map<std::string, RawJson> attributes;
    std::vector<std::string> missing;                 ///< attributes that it needs before it can be submitted
    std::optional<RawJson> seo;
    std::vector<OptionView> options;
    std::vector<AdminVariant> variants;
    std::map<std::string, std::vector<LinkView>> links;
    std::vector<FormerSlug> former_slugs;
    std::vector<MoveRow> history;                     ///< the last 50 moves, newest first
    Instant created_at{}, updated_at{};
};
SHAPE(ProductDetail, id, version, slug, title, title_local, description, category, brand, status, moves, is_live, published_from, published_until, deleted_at, is_unique, tags,
      attributes, missing, seo, options, variants, links, former_slugs, history, created_at, updated_at)

struct ProductPath {
    ProductId id;
};
SHAPE(ProductPath, id)
struct VariantPath {
    ProductId id;
    VariantId variant;
};
SHAPE(VariantPath, id, variant)
struct EditHeaders {
    std::optional<std::string> if_match;
};
SHAPE(EditHeaders, if_match)

// What the use cases share.

/// Whether the caller's If-Match names this version: nothing when it does, request.version_missing (428) without the header, request.stale_version (412) otherwise.
std::optional<Refusal> check_version(const EditHeaders& headers, std::int64_t version);
std::string version_tag(std::int64_t version);        ///< "\"v12\""
http::Response with_tag(std::string json, std::int64_t version, int status = 200);

/// Reads a product whole, as its editors see it. Refuses catalog.product_unknown.
Task<Result<ProductDetail>> load_detail(pg::Tx& tx, ProductId product);
/// The answer to every edit: what is there now, with its ETag, once this process's readers see it too.
Task<Result<http::Response>> answer_detail(App& app, Ctx ctx, ProductId product, int status = 200);

/// Tells the followers after the commit.
void announce(pg::Tx& tx, App& app);
/// Waits (a second at most) until this process shows what was committed.
Task<void> settle(App& app);

std::map<std::string, std::string> attribute_map(const RawJson& stored);
std::vector<std::pair<std::string, std::string>> option_pairs(const RawJson& stored);
RawJson pairs_json(const std::vector<std::pair<std::string, std::string>>& pairs);
/// Those declared, else those that the variants have, in their order.
std::vector<OptionView> options_of(const FullProduct& product, const std::vector<FullVariant>& variants);

/// A locked product fit to be edited at the version its editor saw. Refuses catalog.product_unknown, request.version_missing,
/// request.stale_version, catalog.under_review (only who may approve edits what was submitted).
Task<Result<FullProduct>> lock_for_edit(pg::Tx& tx, ProductId product, const EditHeaders& headers);
/// Faults when a product on its way to the shop, or there, lacks attributes it needs.
std::vector<Fault> faults_of_missing(const std::vector<std::string>& missing);

}  // namespace vitrine::catalog
