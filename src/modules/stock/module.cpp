#include "modules/stock/module.h"

#include "modules/catalog/api.h"
#include "modules/stock/api.h"
#include "modules/stock/sql.h"

namespace vitrine::stock {
namespace {

void plug_in() { catalog::register_referrer({"stock movements", &sql::count_variants, &sql::forget_variants}); }

}  // namespace

Module module() { return {.name = "stock", .refusals = {short_of}, .plug_in = &plug_in}; }

}  // namespace vitrine::stock
