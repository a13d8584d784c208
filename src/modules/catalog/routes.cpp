#include "modules/catalog/routes.h"

#include "modules/catalog/admin.h"

namespace vitrine::catalog {
namespace {

constexpr size_t large_body = 4u << 20;

http::RouteOptions reading(std::string summary, std::vector<RefusalKind> refusals = {}) {
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = "products:read", .refusals = std::move(refusals)};
}
http::RouteOptions writing(std::string summary, std::vector<RefusalKind> refusals = {}, size_t body_limit = 256 * 1024) {
    refusals.push_back(refusals::version_missing);
    refusals.push_back(refusals::stale_version);
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = "products:write", .body_limit_bytes = body_limit, .refusals = std::move(refusals)};
}

}  // namespace

void product_routes(http::Routes<App>& routes) {
    const std::string products = "/api/v1/admin/products", product = products + "/{id}", variant = product + "/variants/{variant}";
    routes.get(products, list_products, reading("All products of the store, published or not, by slug"));
    routes.post(products, create_product, writing("Make a product, as a draft", {slug_taken, category_unknown}));
    routes.get(product, show_product, reading("Everything about a product", {product_unknown}));
    routes.patch(product, edit_product, writing("Change a product", {product_unknown, slug_taken, category_unknown, under_review}));
    routes.del(product, delete_product, writing("Delete a product; for_good=true once nothing refers to it", {product_unknown, not_deleted, still_referred}));
    routes.post(product + "/restoration", restore_product, writing("Bring a deleted product back", {product_unknown}));
    routes.post(product + "/moves", move_product,
                reading("Move a product through its life; each verb needs its own permission", {product_unknown, move_forbidden, illegal_move, reason_missing, incomplete}));
    routes.post(product + "/variants", add_variants, writing("Add variants to a product", {product_unknown, code_taken, too_many_variants}, large_body));
    routes.post(product + "/variants/generation", generate_variants, writing("Make the variants that the options combine to", {product_unknown, too_many_variants}));
    routes.patch(variant, edit_variant, writing("Change a variant", {product_unknown, variant_unknown, code_taken}));
    routes.del(variant, archive_variant, writing("Sell a variant no more", {product_unknown, variant_unknown}));
    routes.put(variant + "/components", put_components, writing("Say what is in a bundle", {product_unknown, variant_unknown}));
    routes.put(product + "/links", put_links, writing("Say what a product points to: related goods, accessories, better ones", {product_unknown}));
}

}  // namespace vitrine::catalog
