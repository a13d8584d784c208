#pragma once
// What the pages of accounts share: their forms, the tokens in them, and who is signed in.
#include <string>
#include <vector>

#include "modules/accounts/api.h"
#include "modules/accounts/passkeys/api.h"
#include "modules/storefront/layout.h"

namespace vitrine::storefront {

/// One input of a form, with what stands in it and what is wrong with it.
struct AccountInput {
    std::string id, label, autocomplete, type = "text", inputmode;
    int longest = 254;
    bool is_optional = false, is_half = false;
    std::string hint, value, fault;
    std::vector<std::pair<std::string, std::string>> choices = {};   ///< of a select: value and label
};
html::Data input_data(const AccountInput& input);

/// A button that asks the browser for a passkey and sends its answer by a form; shown by scripts only.
struct PasskeyPart {
    std::string action, button;
    std::string options = {}, options_url = {};                      ///< what to ask with: JSON, or where it is to be had
    bool is_new = false;                                             ///< asks for a new one
    bool is_conditional = false;                                     ///< browsers may offer one in the page's inputs, too
    std::vector<AccountInput> inputs = {};
    std::vector<std::pair<std::string, std::string>> hidden = {};
};

/// A page that is one form.
struct FormPage {
    std::string heading, lead, action, button;
    std::vector<AccountInput> inputs = {};
    std::vector<std::pair<std::string, std::string>> hidden = {};
    std::vector<std::pair<std::string, std::string>> links = {};     ///< below the form: address and words
    std::string fault = {};                                          ///< of the whole form
    std::optional<PasskeyPart> passkey = {};                         ///< below the form, or instead of one that has no action
};
http::Response form_page(const Page& page, const FormPage& form, int status = 200);
/// A page that only says something.
http::Response said_page(const Page& page, std::string heading, std::string text, std::vector<std::pair<std::string, std::string>> links = {});

/// An answer of an account page: kept by no cache, and its address, which may hold a link's token, is told to no other site. Gives the browser a device secret, to which
/// `csrf` in its forms is bound.
http::Response account_page(const Page& page, std::string_view template_name, html::Members data, int status = 200);

/// Whether a form may act: sent from our own page, with the token that this browser was given.
bool may_send(const Page& page, const shape::Fields& form);

/// The page that a sign-in comes to: back where it began, the second factor, or the mail.
Task<http::Response> after_step(const Page& page, const accounts::SignInStep& step, const std::string& return_to);
/// On to `path` as the customer for whom a session was opened; what this browser held as a guest comes along.
Task<http::Response> let_in(const Page& page, const accounts::Opened& opened, const std::string& path, std::string_view flash);

/// The customer who is signed in; nothing for guests and staff.
std::optional<accounts::Person> customer_of(const Ctx& ctx);
/// To the sign-in page, and back here afterwards.
http::Response to_sign_in(const Page& page);
/// Where a form or link may lead back to: a path of this shop, else the account.
std::string way_back(std::string_view wanted);

/// The answer of an authenticator in a form's fields; nothing where there is none.
std::optional<accounts::PasskeyAnswer> passkey_in(const shape::Fields& form);

/// What a browser is told of a refusal beside a form; empty where a page of its own says it better.
std::string words_for(const Refusal& refusal);
std::string words_for_own(const Refusal& refusal);   ///< on the pages of somebody signed in, whose address is not in doubt

}  // namespace vitrine::storefront
