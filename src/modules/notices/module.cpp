#include "modules/notices/module.h"

#include "modules/notices/heard.h"
#include "modules/notices/routes.h"
#include "modules/notices/rules.h"
#include "modules/notices/suppress.h"

namespace vitrine::notices {

Module module() {
    return {.name = "notices",
            .routes = routes,
            .jobs = jobs,
            .refusals = {not_found, illegal_move, template_unknown, token_refused, nothing_to_render, not_suppressed},
            .states = {{"notice", rules::life.diagram()}}};
}

}  // namespace vitrine::notices
