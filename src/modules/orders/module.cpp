#include "modules/orders/module.h"

#include "modules/catalog/api.h"
#include "modules/orders/delivery_address.h"
#include "modules/orders/edit.h"
#include "modules/orders/jobs.h"
#include "modules/orders/notes.h"
#include "modules/orders/paid_edit_rules.h"
#include "modules/orders/refund.h"
#include "modules/orders/routes.h"
#include "modules/orders/rules.h"
#include "modules/orders/seals.h"
#include "modules/orders/sql.h"

namespace vitrine::orders {
namespace {

void plug_in() { catalog::register_referrer({"order lines", &sql::count_variants, nullptr}); }

}  // namespace

Module module() {
    return {.name = "orders",
            .routes = routes,
            .jobs = jobs,
            .refusals = {cart_empty, price_changed, cart_changed, address_missing, not_found, illegal_move, not_accepted, not_refundable, refund_too_large, refund_not_found, refund_not_failed, already_sent,
                         too_many_notes, sealed, packed, draft_not_found, draft_closed, other_delivery, not_editable, edit_open, edit_not_found, edit_closed},
            .states = {{"order", rules::life.diagram()}, {"draft", rules::draft_life.diagram()}, {"edit", rules::paid_edit_life.diagram()}},
            .plug_in = &plug_in};
}

}  // namespace vitrine::orders
