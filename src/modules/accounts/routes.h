#pragma once
#include "io/http/routes.h"
#include "modules/accounts/api.h"

namespace vitrine::accounts {

void routes(http::Routes<App>& routes);
/// Signing in and out, and what mails' links do.
void sign_in_routes(http::Routes<App>& routes);
/// What people do with their own account.
void own_routes(http::Routes<App>& routes);
/// Staff and their roles.
void staff_routes(http::Routes<App>& routes);

/// The person who calls. Refuses request.unauthenticated.
Result<Person> caller(const Ctx& ctx);
/// The same, customers only.
Result<Person> calling_customer(const Ctx& ctx);

}  // namespace vitrine::accounts
