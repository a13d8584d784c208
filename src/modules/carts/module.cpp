#include "modules/carts/module.h"

#include "modules/catalog/api.h"
#include "modules/carts/api.h"
#include "modules/carts/routes.h"
#include "modules/carts/sql.h"

namespace vitrine::carts {
namespace {

void plug_in() { catalog::register_referrer({"carts", &sql::count_variants, nullptr}); }

}  // namespace

Module module() { return {.name = "carts", .routes = routes, .refusals = {not_found, stale, closed, variant_unknown, line_unknown, too_many_lines, one_of_a_kind, too_many_codes, code_absent}, .plug_in = &plug_in}; }

}  // namespace vitrine::carts
