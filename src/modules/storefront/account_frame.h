#pragma once
#include "modules/storefront/account.h"

namespace vitrine::storefront {

enum class AccountSection { orders, addresses, security, data };
/// The frame of a signed-in customer's pages: heading, ways between the pages, the button to sign out.
html::Members account_frame(const Page& page, AccountSection section, std::string heading);

/// A form of these pages: who sent it, and what.
struct Sent {
    accounts::Person person;
    shape::Fields form;
};
/// Nothing where the answer is given already (`instead`): nobody is signed in (`who`), or the form is not ours. Both lead back to the page `from`.
std::optional<Sent> sent_of(const Page& page, const std::optional<accounts::Person>& who, std::string_view from, http::Response& instead);
/// The same for the forms of "Sign-in and security", which are for whoever is signed in.
std::optional<Sent> sent_of(const Page& page, http::Response& instead);

/// The session this browser is signed in by.
std::optional<accounts::SessionId> this_session(const Page& page);

AccountInput password_input(std::string id, std::string label, std::string autocomplete, std::string hint = {});

/// The page "Sign-in and security" with what was wrong with one of its forms beside that input; refuses what a page of its own says better.
Task<Result<http::Response>> wrong_on_security(const Page& page, accounts::Person person, std::string id, Refusal refusal);

}  // namespace vitrine::storefront
