#include "modules/stock/module.h"

#include "modules/stock/counts.h"
#include "modules/stock/goods.h"
#include "modules/stock/routes.h"
#include "modules/stock/sql.h"
#include "modules/stock/transfers.h"

namespace vitrine::stock {
namespace {

void plug_in() { catalog::register_referrer({"stock movements", &sql::count_variants, &sql::forget_variants}); }

}  // namespace

Module module() {
    return {.name = "stock",
            .routes = routes,
            .refusals = {short_of, not_arrived, queued, sold_out, reserved, not_there, warehouse_unknown, variant_unknown, code_taken, not_empty, transfer_unknown, transfer_cannot, count_unknown,
                         count_cannot},
            .states = {{"transfer", rules::transfer_life.diagram()}, {"count", rules::count_life.diagram()}},
            .plug_in = &plug_in};
}

}  // namespace vitrine::stock
