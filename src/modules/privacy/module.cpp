#include "modules/privacy/module.h"

#include "modules/documents/personal/api.h"
#include "modules/privacy/jobs.h"
#include "modules/privacy/routes.h"

namespace vitrine::privacy {

Module module() { return {.name = "privacy", .routes = routes, .jobs = jobs, .refusals = {not_found, bound, ended, file_over, nobody, documents::seal_over}}; }

}  // namespace vitrine::privacy
