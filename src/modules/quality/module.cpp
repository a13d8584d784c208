#include "modules/quality/module.h"

#include "modules/catalog/exposure/api.h"
#include "modules/quality/gate.h"
#include "modules/quality/routes.h"

namespace vitrine::quality {
namespace {

void jobs(jobs::Registry& registry) {
    registry.timer(std::string(follow_job), follow_changes);
    registry.timer(std::string(sweep_job), sweep_store);
    registry.timer(std::string(count_job), count_rules);
}

void plug_in() { catalog::register_watcher(watch); }

}  // namespace

Module module() { return {.name = "quality", .routes = routes, .jobs = jobs, .refusals = {no_verdict, rule_unknown}, .plug_in = plug_in}; }

}  // namespace vitrine::quality
