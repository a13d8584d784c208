#include "modules/catalog/module.h"

#include "modules/catalog/bulk.h"
#include "modules/catalog/popularity.h"
#include "modules/catalog/product.h"
#include "modules/catalog/routes.h"
#include "modules/catalog/structure.h"
#include "modules/catalog/window.h"

namespace vitrine::catalog {
namespace {

void routes(http::Routes<App>& routes) {
    product_routes(routes);
    bulk_routes(routes);
    structure_routes(routes);
}

void jobs(jobs::Registry& registry) {
    registry.timer(window_job, turn_window);
    registry.timer(popularity_job, count_popularity);
}

}  // namespace

Module module() {
    return {.name = "catalog",
            .routes = &routes,
            .jobs = &jobs,
            .refusals = {product_unknown, variant_unknown, illegal_move, move_forbidden, reason_missing, slug_taken, code_taken, category_unknown, incomplete, under_review,
                         too_many_variants, still_referred, not_deleted, name_taken, category_circle, structure_unknown, in_use, bulk_refused},
            .states = {{std::string(product_life.name), product_life.diagram()}}};
}

}  // namespace vitrine::catalog
