#include "modules/carts/module.h"

#include "modules/catalog/api.h"
#include "modules/carts/api.h"
#include "modules/carts/features/api.h"
#include "modules/carts/reminder.h"
#include "modules/carts/routes.h"
#include "modules/carts/rules.h"
#include "modules/carts/sql.h"

namespace vitrine::carts {
namespace {

void plug_in() {
    catalog::register_referrer({"carts", &sql::count_variants, nullptr});
    flags::declare(live_cart);
}

void add_jobs(jobs::Registry& registry) { registry.timer<App, LookForAbandoned>(std::string(remind_job), &look_for_abandoned); }

}  // namespace

Module module() {
    return {.name = "carts",
            .routes = routes,
            .jobs = &add_jobs,
            .refusals = {not_found, stale, closed, variant_unknown, line_unknown, too_many_lines, one_of_a_kind, too_many_codes, code_absent, list_full, link_over, sign_in_first, not_live},
            .states = {{"cart", rules::life.diagram()}},
            .plug_in = &plug_in};
}

}  // namespace vitrine::carts
