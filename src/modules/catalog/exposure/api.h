#pragma once
// The door for whoever vouches for goods: what is to be judged about products, and withholding them. Everybody else includes modules/catalog/api.h only.
#include "modules/catalog/api.h"

namespace vitrine::catalog {

/// A product of any status that is not deleted, as it is judged.
struct JudgedProduct {
    ProductId id;
    std::string slug, title, status, category;   ///< category: its slug
    std::string description;
    RawJson attributes;                           ///< {"code": "value"}
    std::int64_t images = 0;                      ///< addresses of pictures that it came with
    bool is_withheld = false;
};
SHAPE(JudgedProduct, id, slug, title, status, category, description, attributes, images, is_withheld)
/// Locks them until the transaction ends, in id order.
pg::Query<std::vector<JudgedProduct>> lock_judged(const std::vector<ProductId>& products);

struct JudgedVariant {
    ProductId product;
    VariantId variant;
    RawJson attributes;
};
SHAPE(JudgedVariant, product, variant, attributes)
/// Their variants that are not archived.
pg::Query<std::vector<JudgedVariant>> judged_variants(const std::vector<ProductId>& products);

/// The next products that are not deleted, by id.
pg::Query<std::vector<ProductId>> product_ids_after(ProductId after, std::int32_t limit);
/// The products of these variants.
pg::Query<std::vector<ProductId>> products_of_variants(const std::vector<VariantId>& variants);

/// Queues: withholds these products, or lets them go; `are_withheld` beside `products`. Those that change are noted in the change feed, past the watchers. Gives them. Repeatable.
pg::Later<std::vector<ProductId>> withhold(pg::Tx& tx, const std::vector<ProductId>& products, const std::vector<bool>& are_withheld);
/// Queues: whether products that come from now on are withheld until somebody lets them go.
void withhold_new(pg::Tx& tx, bool is_shut);

/// Hears of every change that is noted in the feed, in its transaction: of products, or of variants.
using Watcher = void (*)(pg::Tx& tx, const std::vector<ProductId>& products, const std::vector<VariantId>& variants);
/// Called by Module::plug_in of modules above, once at the program's start.
void register_watcher(Watcher watcher);

}  // namespace vitrine::catalog
