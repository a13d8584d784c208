#include "modules/launch/module.h"

#include "modules/launch/gate.h"
#include "modules/launch/routes.h"

namespace vitrine::launch {
namespace {

void jobs(jobs::Registry& registry) { registry.timer(std::string(tell_job), tell_opening); }

}  // namespace

Module module() {
    return {.name = "launch", .routes = routes, .jobs = jobs, .refusals = {closed, preview_over, preview_unknown, password_wrong, no_signups, link_dead}};
}

}  // namespace vitrine::launch
