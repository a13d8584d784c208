#include "modules/prices/module.h"

#include "modules/catalog/api.h"
#include "modules/prices/routes.h"
#include "modules/prices/sql.h"

namespace vitrine::prices {
namespace {

void plug_in() { catalog::register_referrer({"prices", nullptr, &sql::forget_variants}); }

}  // namespace

Module module() { return {.name = "prices", .routes = &routes, .plug_in = &plug_in}; }

}  // namespace vitrine::prices
