#include "modules/outgoing/module.h"

#include "modules/outgoing/routes.h"
#include "modules/outgoing/rules.h"

namespace vitrine::outgoing {

Module module() {
    return {.name = "outgoing",
            .routes = routes,
            .jobs = jobs,
            .refusals = {endpoint_not_found, too_many_endpoints, delivery_not_found, still_on_its_way},
            .states = {{"webhook endpoint", rules::endpoint_life.diagram()}, {"webhook delivery", rules::delivery_life.diagram()}}};
}

}  // namespace vitrine::outgoing
