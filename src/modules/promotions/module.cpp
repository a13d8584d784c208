#include "modules/promotions/module.h"

#include "modules/promotions/routes.h"
#include "modules/promotions/rules.h"

namespace vitrine::promotions {

Module module() {
    return {.name = "promotions",
            .routes = &routes,
            .refusals = {not_found, illegal_move, code_taken, coupon_unknown, coupon_expired, coupon_not_yet, coupon_wrong_goods, coupon_needs_more, coupon_used_up, coupon_used_by_you,
                         coupon_not_combinable, coupon_not_valid, offer_gone},
            .states = {{"promotion", life.diagram()}}};
}

}  // namespace vitrine::promotions
