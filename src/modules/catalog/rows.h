#pragma once
// What the module's own statements give.
#include "modules/catalog/exposure/api.h"

namespace vitrine::catalog {

/// A product as editors work with it.
struct FullProduct {
    ProductId id;
    std::string slug, title;
    std::optional<std::string> title_local;
    std::string description;
    CategoryId category;
    std::string category_slug, category_name;
    std::optional<std::string> brand;
    Status status = Status::draft;
    std::vector<std::string> tags;
    RawJson attributes, seo, options;
    bool is_unique = false;
    std::optional<Instant> published_from, published_until;
    bool is_live = false;
    std::optional<Instant> deleted_at;
    std::int64_t version = 1;
    Instant created_at{}, updated_at{};
};
SHAPE(FullProduct, id, slug, title, title_local, description, category, category_slug, category_name, brand, status, tags, attributes, seo, options, is_unique,
      published_from, published_until, is_live, deleted_at, version, created_at, updated_at)

struct FullVariant {
    VariantId id;
    std::string sku;
    std::optional<std::string> barcode;
    std::string status;                  ///< active, archived
    std::int32_t position = 0;
    RawJson options, attributes;
    std::optional<std::int64_t> weight_grams, length_mm, width_mm, height_mm;
    std::int64_t version = 1;
};
SHAPE(FullVariant, id, sku, barcode, status, position, options, attributes, weight_grams, length_mm, width_mm, height_mm, version)

struct ComponentRow {
    VariantId bundle, variant;
    std::int64_t quantity = 1;
    std::string sku, title;
};
SHAPE(ComponentRow, bundle, variant, quantity, sku, title)

struct LinkRow {
    std::string kind;
    ProductId other;
    std::string slug, title;
};
SHAPE(LinkRow, kind, other, slug, title)

/// One step of a product's life.
struct MoveRow {
    Instant moved_at{};
    std::string actor, verb, from_status, to_status, reason;
};
SHAPE(MoveRow, moved_at, actor, verb, from_status, to_status, reason)

struct FormerSlug {
    std::string slug;
    Instant renamed_at{};
};
SHAPE(FormerSlug, slug, renamed_at)

/// What a bulk edit looks at before it decides.
struct BulkTarget {
    ProductId id;
    Status status = Status::draft;
    CategoryId category;
    RawJson attributes;
    std::vector<std::string> tags;
    std::optional<std::string> brand;
    std::int64_t version = 1, variants = 0;   ///< variants that are sold
};
SHAPE(BulkTarget, id, status, category, attributes, tags, brand, version, variants)

struct StoredRequest {
    pg::Bytes fingerprint;
    RawJson answer;
};
SHAPE(StoredRequest, fingerprint, answer)

struct FullCategory {
    CategoryId id;
    std::string slug, name;
    std::optional<std::string> name_local;
    std::optional<CategoryId> parent;
    std::int32_t position = 0;
    std::string description;
    RawJson seo;
    std::vector<AttributeSetId> attribute_sets;
    std::int64_t version = 1, products = 0;
};
SHAPE(FullCategory, id, slug, name, name_local, parent, position, description, seo, attribute_sets, version, products)

struct BrandRow {
    BrandId id;
    std::string name, description;
    std::optional<std::string> website;
    std::int64_t version = 1, products = 0;
};
SHAPE(BrandRow, id, name, description, website, version, products)

struct AttributeSetRow {
    AttributeSetId id;
    std::string name;
    std::int64_t version = 1;
};
SHAPE(AttributeSetRow, id, name, version)

}  // namespace vitrine::catalog
