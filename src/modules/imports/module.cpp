#include "modules/imports/module.h"

#include "modules/imports/api.h"
#include "modules/imports/background.h"
#include "modules/imports/routes.h"

namespace vitrine::imports {

Module module() {
    return {.name = "imports", .routes = &routes, .jobs = &jobs, .refusals = {faulty, conflict, not_found, not_uploading, parts_missing, not_cancellable}};
}

}  // namespace vitrine::imports
