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
/// Passkeys: signing in by them, and keeping them.
void passkey_routes(http::Routes<App>& routes);

/// What a sign-in answers with, by its course: tokens, or what is to be done next. Kept by nobody on the way.
Task<Result<http::Response>> opened_answer(App& app, Ctx ctx, Result<Opened> opened);

/// The person who calls. Refuses request.unauthenticated.
Result<Person> caller(const Ctx& ctx);
/// The same, customers only.
Result<Person> calling_customer(const Ctx& ctx);

}  // namespace vitrine::accounts
