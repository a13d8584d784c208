#pragma once
#include "modules/storefront/account.h"

namespace vitrine::storefront {

enum class AccountSection { orders, addresses, security, data };
/// The frame of a signed-in customer's pages: heading, ways between the pages, the button to sign out.
html::Members account_frame(const Page& page, AccountSection section, std::string heading);

/// The page "Sign-in and security" with what was wrong with one of its forms beside that input; refuses what a page of its own says better.
Task<Result<http::Response>> wrong_on_security(const Page& page, accounts::Person person, std::string id, Refusal refusal);

}  // namespace vitrine::storefront
