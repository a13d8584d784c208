#pragma once
#include "modules/storefront/account.h"

namespace vitrine::storefront {

enum class AccountSection { orders, addresses, security };
/// The frame of a signed-in customer's pages: heading, ways between the pages, the button to sign out.
html::Members account_frame(const Page& page, AccountSection section, std::string heading);

}  // namespace vitrine::storefront
