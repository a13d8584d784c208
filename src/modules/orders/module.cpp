#include "modules/orders/module.h"

#include "modules/orders/jobs.h"
#include "modules/orders/routes.h"
#include "modules/orders/rules.h"

namespace vitrine::orders {

Module module() {
    return {.name = "orders",
            .routes = routes,
            .jobs = jobs,
            .refusals = {cart_empty, price_changed, cart_changed, address_missing, not_found, illegal_move},
            .states = {{"order", rules::life.diagram()}}};
}

}  // namespace vitrine::orders
