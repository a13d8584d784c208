#pragma once
#include "io/http/routes.h"
#include "modules/app.h"

namespace vitrine::storefront {

// The pages, one file each. A refusal becomes an error page (see shown.h).
using Answer = Task<Result<http::Response>>;

Answer home(App& app, Ctx ctx, const http::Request& request);
Answer category(App& app, Ctx ctx, const http::Request& request);
Answer search_page(App& app, Ctx ctx, const http::Request& request);
Answer deals(App& app, Ctx ctx, const http::Request& request);
Answer brands(App& app, Ctx ctx, const http::Request& request);
Answer product(App& app, Ctx ctx, const http::Request& request);
Answer cart(App& app, Ctx ctx, const http::Request& request);
Answer add_to_cart(App& app, Ctx ctx, const http::Request& request);
Answer change_line(App& app, Ctx ctx, const http::Request& request);
Answer change_saved(App& app, Ctx ctx, const http::Request& request);   ///< back into the cart, or forgotten
Answer cart_live(App& app, Ctx ctx, const http::Request& request);      ///< the WebSocket of the cart in the cookie
Answer recovery(App& app, Ctx ctx, const http::Request& request);       ///< the page behind a link to a cart; opens nothing yet
Answer recover_cart(App& app, Ctx ctx, const http::Request& request);
Answer wishlist(App& app, Ctx ctx, const http::Request& request);
Answer change_wishlist(App& app, Ctx ctx, const http::Request& request);
Answer apply_code(App& app, Ctx ctx, const http::Request& request);
Answer remove_code(App& app, Ctx ctx, const http::Request& request);
Answer use_preview_link(App& app, Ctx ctx, const http::Request& request);      ///< of a store that has not opened: see launch/api.h
Answer send_preview_password(App& app, Ctx ctx, const http::Request& request);
Answer send_signup(App& app, Ctx ctx, const http::Request& request);           ///< a mailbox that wants to hear of the opening
Answer signup_page(App& app, Ctx ctx, const http::Request& request);           ///< the page behind a mail's link; does nothing yet
Answer confirm_signup(App& app, Ctx ctx, const http::Request& request);
Answer drop_signup(App& app, Ctx ctx, const http::Request& request);
Answer consent_page(App& app, Ctx ctx, const http::Request& request);          ///< what is measured, and the visitor's choice
Answer send_consent(App& app, Ctx ctx, const http::Request& request);
Answer choose_currency(App& app, Ctx ctx, const http::Request& request);
Answer checkout(App& app, Ctx ctx, const http::Request& request);
Answer information(App& app, Ctx ctx, const http::Request& request);
Answer save_information(App& app, Ctx ctx, const http::Request& request);
Answer delivery(App& app, Ctx ctx, const http::Request& request);
Answer save_delivery(App& app, Ctx ctx, const http::Request& request);
Answer payment(App& app, Ctx ctx, const http::Request& request);
Answer save_payment(App& app, Ctx ctx, const http::Request& request);
Answer review(App& app, Ctx ctx, const http::Request& request);
Answer place_order(App& app, Ctx ctx, const http::Request& request);
Answer pay(App& app, Ctx ctx, const http::Request& request);
Answer pay_hosted(App& app, Ctx ctx, const http::Request& request);
Answer hosted_page(App& app, Ctx ctx, const http::Request& request);
Answer pay_by_wallet(App& app, Ctx ctx, const http::Request& request);
Answer returned(App& app, Ctx ctx, const http::Request& request);
Answer returned_from(App& app, Ctx ctx, const http::Request& request);
Answer order_status(App& app, Ctx ctx, const http::Request& request);
Answer order_live(App& app, Ctx ctx, const http::Request& request);     ///< server-sent events of the order in the cookie
Answer order_returns(App& app, Ctx ctx, const http::Request& request);
Answer ask_return(App& app, Ctx ctx, const http::Request& request);
Answer call_off_return(App& app, Ctx ctx, const http::Request& request);
Answer order_document(App& app, Ctx ctx, const http::Request& request);
Answer send_proof(App& app, Ctx ctx, const http::Request& request);
// Accounts: signing in, and what mails' links lead to; then the pages of whoever is signed in.
Answer sign_in_page(App& app, Ctx ctx, const http::Request& request);
Answer send_sign_in(App& app, Ctx ctx, const http::Request& request);
Answer send_code(App& app, Ctx ctx, const http::Request& request);
Answer send_passkey(App& app, Ctx ctx, const http::Request& request);
Answer send_passkey_factor(App& app, Ctx ctx, const http::Request& request);
Answer link_page(App& app, Ctx ctx, const http::Request& request);
Answer use_link(App& app, Ctx ctx, const http::Request& request);
Answer sign_out(App& app, Ctx ctx, const http::Request& request);
Answer register_page(App& app, Ctx ctx, const http::Request& request);
Answer send_registration(App& app, Ctx ctx, const http::Request& request);
Answer confirm_page(App& app, Ctx ctx, const http::Request& request);
Answer send_confirmation(App& app, Ctx ctx, const http::Request& request);
Answer forgotten_page(App& app, Ctx ctx, const http::Request& request);
Answer send_forgotten(App& app, Ctx ctx, const http::Request& request);
Answer mail_link_page(App& app, Ctx ctx, const http::Request& request);
Answer send_mail_link(App& app, Ctx ctx, const http::Request& request);
Answer new_password_page(App& app, Ctx ctx, const http::Request& request);
Answer send_new_password(App& app, Ctx ctx, const http::Request& request);
Answer new_email_page(App& app, Ctx ctx, const http::Request& request);
Answer send_new_email(App& app, Ctx ctx, const http::Request& request);
Answer account_home(App& app, Ctx ctx, const http::Request& request);
Answer account_addresses(App& app, Ctx ctx, const http::Request& request);
Answer save_address_form(App& app, Ctx ctx, const http::Request& request);
Answer remove_address_form(App& app, Ctx ctx, const http::Request& request);
Answer account_data(App& app, Ctx ctx, const http::Request& request);
Answer account_data_file(App& app, Ctx ctx, const http::Request& request);
Answer ask_for_copy_form(App& app, Ctx ctx, const http::Request& request);
Answer ask_for_deletion_form(App& app, Ctx ctx, const http::Request& request);
Answer withdraw_deletion_form(App& app, Ctx ctx, const http::Request& request);
Answer keep_page(App& app, Ctx ctx, const http::Request& request);
Answer send_keep(App& app, Ctx ctx, const http::Request& request);
Answer account_security(App& app, Ctx ctx, const http::Request& request);
Answer send_password_change(App& app, Ctx ctx, const http::Request& request);
Answer send_email_change(App& app, Ctx ctx, const http::Request& request);
Answer end_sessions_form(App& app, Ctx ctx, const http::Request& request);
Answer invitation_page(App& app, Ctx ctx, const http::Request& request);
Answer send_invitation(App& app, Ctx ctx, const http::Request& request);
Answer depart(App& app, Ctx ctx, const http::Request& request);
Answer come_back(App& app, Ctx ctx, const http::Request& request);
Answer connect(App& app, Ctx ctx, const http::Request& request);
Answer disconnect(App& app, Ctx ctx, const http::Request& request);
Answer factor_page(App& app, Ctx ctx, const http::Request& request);
Answer begin_factor(App& app, Ctx ctx, const http::Request& request);
Answer confirm_factor(App& app, Ctx ctx, const http::Request& request);
Answer remove_factor(App& app, Ctx ctx, const http::Request& request);
Answer new_passkey_page(App& app, Ctx ctx, const http::Request& request);     ///< who is it? then the browser is asked, then it is kept
Answer begin_new_passkey(App& app, Ctx ctx, const http::Request& request);
Answer keep_new_passkey(App& app, Ctx ctx, const http::Request& request);
Answer passkey_name_page(App& app, Ctx ctx, const http::Request& request);
Answer send_passkey_name(App& app, Ctx ctx, const http::Request& request);
Answer passkey_removal_page(App& app, Ctx ctx, const http::Request& request);
Answer send_passkey_removal(App& app, Ctx ctx, const http::Request& request);
Answer asset(App& app, Ctx ctx, const http::Request& request);
/// The style sheet of the store's own look, named by its content; refuses any other name, so that nothing stale is kept.
Answer theme_style(App& app, Ctx ctx, const http::Request& request);
Answer robots(App& app, Ctx ctx, const http::Request& request);
Answer sitemap(App& app, Ctx ctx, const http::Request& request);
Answer nothing_here(App& app, Ctx ctx, const http::Request& request);

}  // namespace vitrine::storefront
