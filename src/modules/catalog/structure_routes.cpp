#include "modules/catalog/routes.h"
#include "modules/catalog/structure.h"

namespace vitrine::catalog {
namespace {

http::RouteOptions reading(std::string summary) { return {.summary = std::move(summary), .access = http::Access::staff, .permission = "catalog:read", .refusals = {structure_unknown}}; }
http::RouteOptions writing(std::string summary, std::vector<RefusalKind> refusals = {}) {
    for (auto each : {structure_unknown, refusals::version_missing, refusals::stale_version}) refusals.push_back(each);
    return {.summary = std::move(summary), .access = http::Access::staff, .permission = "catalog:write", .body_limit_bytes = 512 * 1024, .refusals = std::move(refusals)};
}

}  // namespace

void structure_routes(http::Routes<App>& routes) {
    const std::string admin = "/api/v1/admin/", categories = admin + "categories", brands = admin + "brands", attributes = admin + "attributes", sets = admin + "attribute-sets";
    routes.get(categories, list_categories, reading("The category tree with its products, published or not"));
    routes.post(categories, create_category, writing("Make a category", {slug_taken, category_circle}));
    routes.get(categories + "/{id}", show_category, reading("A category"));
    routes.patch(categories + "/{id}", edit_category, writing("Rename, move or describe a category", {slug_taken, category_circle}));
    routes.del(categories + "/{id}", delete_category, writing("Delete an empty category", {in_use}));

    routes.get(brands, list_brands, reading("The brands"));
    routes.post(brands, create_brand, writing("Make a brand", {name_taken}));
    routes.patch(brands + "/{id}", edit_brand, writing("Change a brand", {name_taken}));
    routes.del(brands + "/{id}", delete_brand, writing("Delete a brand without products", {in_use}));

    routes.get(attributes, list_attributes, reading("What products may say about themselves"));
    routes.post(attributes, create_attribute, writing("Define an attribute", {name_taken}));
    routes.patch(attributes + "/{code}", edit_attribute, writing("Change an attribute, as long as what goods say still fits", {in_use}));
    routes.del(attributes + "/{code}", delete_attribute, writing("Delete an attribute that no goods have", {in_use}));

    routes.get(sets, list_sets, reading("The sets of attributes that categories have"));
    routes.post(sets, create_set, writing("Make a set of attributes", {name_taken}));
    routes.patch(sets + "/{id}", edit_set, writing("Change a set of attributes", {name_taken}));
    routes.del(sets + "/{id}", delete_set, writing("Delete a set that no category has", {in_use}));
}

}  // namespace vitrine::catalog
