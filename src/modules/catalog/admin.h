#pragma once
// The handlers of the admin's catalog routes, and what they are given.
#include "modules/catalog/product.h"

namespace vitrine::catalog {

using Answer = Task<Result<http::Response>>;

struct AdminProductsQuery {
    std::optional<Text<1, 80>> q;                      ///< in title, slug, SKU or barcode
    std::vector<Status> status;
    std::optional<std::string> category;               ///< slug or id; with everything below
    std::optional<Text<1, 80>> brand;
    std::optional<Text<1, 40>> tag;
    std::optional<bool> deleted;                       ///< true: only what was deleted
    std::optional<std::string> cursor;
    std::optional<Whole<1, 200>> limit;
};
SHAPE(AdminProductsQuery, q, status, category, brand, tag, deleted, cursor, limit)
struct AdminProducts {
    std::vector<AdminProduct> items;
    std::optional<std::string> next_cursor;            ///< the last slug of this page
};
SHAPE(AdminProducts, items, next_cursor)
struct DeleteQuery {
    std::optional<bool> for_good;
};
SHAPE(DeleteQuery, for_good)
struct MoveProduct {
    std::string verb;
    std::optional<Text<1, 2'000>> reason;
};
SHAPE(MoveProduct, verb, reason)
struct NewVariants {
    std::vector<VariantChange> variants;
};
SHAPE(NewVariants, variants)
struct GenerateVariants {
    std::optional<Text<1, 30>> sku_prefix;             ///< the slug in capitals when absent
    std::optional<Whole<0, 10'000'000>> weight_grams;
};
SHAPE(GenerateVariants, sku_prefix, weight_grams)
struct ProductLinks {
    std::vector<ProductId> related, accessory, upsell;
};
SHAPE(ProductLinks, related, accessory, upsell)
struct ComponentInput {
    VariantId variant;
    Quantity quantity;
};
SHAPE(ComponentInput, variant, quantity)
struct Components {
    std::vector<ComponentInput> components;            ///< empty: no bundle any more
};
SHAPE(Components, components)

/// Products by slug, filtered.
Task<Result<AdminProducts>> list_products(App& app, Ctx ctx, http::Query<AdminProductsQuery> in);
/// Everything about a product. Refuses catalog.product_unknown.
Answer show_product(App& app, Ctx ctx, http::Path<ProductPath> path);
/// Makes a draft. Refuses catalog.slug_taken, catalog.category_unknown, request.invalid with every fault.
Answer create_product(App& app, Ctx ctx, http::Body<ProductChange> in);
/// Changes what is given, on the version that If-Match names. A new slug leaves a redirect behind. Refuses as create_product and lock_for_edit do.
Answer edit_product(App& app, Ctx ctx, http::Path<ProductPath> path, http::Headers<EditHeaders> headers, http::Body<ProductChange> in);
/// Moves a product through its life (product_life). Refuses catalog.move_forbidden, catalog.illegal_move, catalog.reason_missing, catalog.incomplete.
Answer move_product(App& app, Ctx ctx, http::Path<ProductPath> path, http::Headers<EditHeaders> headers, http::Body<MoveProduct> in);
/// Puts a product out of sight; with `for_good` destroys one that is out of sight and that nothing refers to. Refuses catalog.not_deleted, catalog.still_referred.
Task<Result<http::NoContent>> delete_product(App& app, Ctx ctx, http::Path<ProductPath> path, http::Headers<EditHeaders> headers, http::Query<DeleteQuery> query);
/// Brings a deleted product back as it was.
Answer restore_product(App& app, Ctx ctx, http::Path<ProductPath> path, http::Headers<EditHeaders> headers);

/// Adds variants, all or none. Refuses catalog.code_taken, catalog.too_many_variants.
Answer add_variants(App& app, Ctx ctx, http::Path<ProductPath> path, http::Headers<EditHeaders> headers, http::Body<NewVariants> in);
Answer edit_variant(App& app, Ctx ctx, http::Path<VariantPath> path, http::Headers<EditHeaders> headers, http::Body<VariantChange> in);
/// Variants are never deleted, because orders refer to them: they are sold no more.
Answer archive_variant(App& app, Ctx ctx, http::Path<VariantPath> path, http::Headers<EditHeaders> headers);
/// Makes the combinations of the options that are not there yet. Repeatable.
Answer generate_variants(App& app, Ctx ctx, http::Path<ProductPath> path, http::Headers<EditHeaders> headers, http::Body<GenerateVariants> in);
/// Replaces what the product points to.
Answer put_links(App& app, Ctx ctx, http::Path<ProductPath> path, http::Headers<EditHeaders> headers, http::Body<ProductLinks> in);
/// Replaces what is in one piece of this variant. Bundles do not nest.
Answer put_components(App& app, Ctx ctx, http::Path<VariantPath> path, http::Headers<EditHeaders> headers, http::Body<Components> in);

}  // namespace vitrine::catalog
