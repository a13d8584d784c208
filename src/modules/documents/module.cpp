#include "modules/documents/module.h"

#include "modules/documents/issue.h"
#include "modules/documents/routes.h"
#include "modules/documents/sql.h"

namespace vitrine::documents {
namespace {

void plug_in() { orders::register_seal({"an invoice", &sql::count_invoices}); }

}  // namespace

Module module() {
    return {.name = "documents", .routes = routes, .jobs = jobs, .refusals = {not_found, too_early}, .states = {}, .plug_in = &plug_in};
}

}  // namespace vitrine::documents
