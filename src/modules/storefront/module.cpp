#include "modules/storefront/module.h"

#include "modules/payments/api.h"
#include "modules/storefront/pages.h"
#include "modules/storefront/shown.h"

namespace vitrine::storefront {
namespace {

void account_routes(http::Routes<App>& routes) {
    const http::RouteOptions tries{.rate = http::RatePolicy{"auth", 120, 60}};
    routes.get("/account/sign-in", shown<sign_in_page>);
    routes.post("/account/sign-in", shown<send_sign_in>, tries);
    routes.post("/account/sign-in/code", shown<send_code>, tries);
    routes.post("/account/sign-in/passkey", shown<send_passkey>, tries);
    routes.post("/account/sign-in/code/passkey", shown<send_passkey_factor>, tries);
    routes.get("/account/link", shown<link_page>);
    routes.post("/account/link", shown<use_link>, tries);
    routes.post("/account/sign-out", shown<sign_out>);
    routes.get("/account/register", shown<register_page>);
    routes.post("/account/register", shown<send_registration>, tries);
    routes.get("/account/confirm", shown<confirm_page>);
    routes.post("/account/confirm", shown<send_confirmation>, tries);
    routes.get("/account/forgotten", shown<forgotten_page>);
    routes.post("/account/forgotten", shown<send_forgotten>, tries);
    routes.get("/account/mail-link", shown<mail_link_page>);
    routes.post("/account/mail-link", shown<send_mail_link>, tries);
    routes.get("/account/new-password", shown<new_password_page>);
    routes.post("/account/new-password", shown<send_new_password>, tries);
    routes.get("/account/new-email", shown<new_email_page>);
    routes.post("/account/new-email", shown<send_new_email>, tries);
    routes.get("/account/with/{provider}", shown<depart>, tries);
    routes.get("/account/with/{provider}/return", shown<come_back>, tries);
    routes.post("/account/with/{provider}", shown<connect>, tries);
    routes.post("/account/with/{provider}/removal", shown<disconnect>, tries);
    routes.get("/account/invitation", shown<invitation_page>);
    routes.post("/account/invitation", shown<send_invitation>, tries);
    routes.get("/account/second-factor", shown<factor_page>);

    routes.get("/account", shown<account_home>);
    routes.get("/account/addresses", shown<account_addresses>);
    routes.post("/account/addresses", shown<save_address_form>);
    routes.post("/account/addresses/removal", shown<remove_address_form>);
    routes.get("/account/data", shown<account_data>);
    routes.get("/account/data/file", shown<account_data_file>);
    routes.post("/account/data/copies", shown<ask_for_copy_form>, tries);
    routes.post("/account/data/deletions", shown<ask_for_deletion_form>, tries);
    routes.post("/account/data/withdrawal", shown<withdraw_deletion_form>);
    routes.get("/account/keep", shown<keep_page>);
    routes.post("/account/keep", shown<send_keep>, tries);
    routes.get("/account/security", shown<account_security>);
    routes.post("/account/security/password", shown<send_password_change>, tries);
    routes.post("/account/security/email", shown<send_email_change>, tries);
    routes.post("/account/security/sessions", shown<end_sessions_form>);
    routes.post("/account/security/second-factor", shown<begin_factor>, tries);
    routes.post("/account/security/second-factor/confirmation", shown<confirm_factor>, tries);
    routes.post("/account/security/second-factor/removal", shown<remove_factor>, tries);
    routes.get("/account/security/passkeys/new", shown<new_passkey_page>);
    routes.post("/account/security/passkeys/new", shown<begin_new_passkey>, tries);
    routes.post("/account/security/passkeys", shown<keep_new_passkey>, tries);
    routes.get("/account/security/passkeys/{passkey}/name", shown<passkey_name_page>);
    routes.post("/account/security/passkeys/{passkey}/name", shown<send_passkey_name>, tries);
    routes.get("/account/security/passkeys/{passkey}/removal", shown<passkey_removal_page>);
    routes.post("/account/security/passkeys/{passkey}/removal", shown<send_passkey_removal>, tries);
}

void routes(http::Routes<App>& routes) {
    account_routes(routes);
    http::RouteOptions file{.needs_store = false};
    routes.get("/", shown<home>);
    routes.get("/c/{category}", shown<category>);
    routes.get("/search", shown<search_page>);
    routes.get("/deals", shown<deals>);
    routes.get("/brands", shown<brands>);
    routes.get("/p/{product}", shown<product>);

    routes.get("/cart", shown<cart>);
    routes.post("/cart/lines", shown<add_to_cart>);
    routes.post("/cart/lines/{line}", shown<change_line>);
    routes.get("/cart/live", cart_live);
    routes.post("/cart/saved/{variant}", shown<change_saved>);
    routes.get("/cart/recovery/{token}", shown<recovery>);
    routes.post("/cart/recovery", shown<recover_cart>, {.rate = http::RatePolicy{"cart-links", 20, 60}});
    routes.get("/wishlist", shown<wishlist>);
    routes.post("/wishlist", shown<change_wishlist>);
    routes.post("/cart/codes", shown<apply_code>, {.rate = http::RatePolicy{"codes", 20, 60}});
    routes.post("/cart/codes/removal", shown<remove_code>);

    routes.post("/currency", shown<choose_currency>);

    routes.get("/checkout", shown<checkout>);
    routes.get("/checkout/information", shown<information>);
    routes.post("/checkout/information", shown<save_information>);
    routes.get("/checkout/delivery", shown<delivery>);
    routes.post("/checkout/delivery", shown<save_delivery>);
    routes.get("/checkout/payment", shown<payment>);
    routes.post("/checkout/payment", shown<save_payment>);
    routes.get("/checkout/review", shown<review>);
    routes.post("/checkout/review", shown<place_order>);
    routes.get("/checkout/pay/{order}", shown<pay>);
    routes.post("/checkout/pay/{order}", shown<pay_hosted>);
    routes.get("/checkout/pay/{order}/page", shown<hosted_page>);
    routes.post("/checkout/pay/{order}/wallet", shown<pay_by_wallet>, {.deadline_ms = 75'000, .rate = http::RatePolicy{"wallet", 20, 600}});
    routes.get("/checkout/return", shown<returned>);
    const http::RouteOptions looks_itself{.access = http::Access::signature};  // at all but what the gateway has made itself: long numbers, some like a card's
    routes.get("/checkout/return/{gateway}", shown<returned_from>, looks_itself);
    routes.post("/checkout/return/{gateway}", shown<returned_from>, looks_itself);
    routes.get("/orders/{order}", shown<order_status>);
    routes.get("/orders/{order}/live", order_live);
    routes.get("/orders/{order}/documents/{document}", shown<order_document>);
    routes.get("/orders/{order}/returns", shown<order_returns>);
    routes.post("/orders/{order}/returns", shown<ask_return>, {.rate = http::RatePolicy{"returns", 20, 600}});
    routes.post("/orders/{order}/returns/{return}", shown<call_off_return>, {.rate = http::RatePolicy{"returns", 20, 600}});
    routes.post("/orders/{order}/proof", shown<send_proof>, {.body_limit_bytes = payments::largest_proof + 16 * 1024, .rate = http::RatePolicy{"payment-proofs", 20, 600}});

    routes.get("/consent", shown<consent_page>);
    routes.post("/consent", shown<send_consent>, {.rate = http::RatePolicy{"consent", 30, 600}});

    routes.get("/preview", shown<use_preview_link>);
    routes.post("/preview", shown<send_preview_password>, {.rate = http::RatePolicy{"preview-password", 10, 600}});
    routes.post("/launch/signups", shown<send_signup>, {.rate = http::RatePolicy{"launch-signups", 10, 600}});
    routes.get("/launch/confirm", shown<signup_page>);
    routes.post("/launch/confirm", shown<confirm_signup>, {.rate = http::RatePolicy{"launch-signups", 10, 600}});
    routes.post("/launch/removal", shown<drop_signup>, {.rate = http::RatePolicy{"launch-signups", 10, 600}});

    routes.get("/assets/{file}", asset, file);
    routes.get("/theme/{file}", theme_style);
    routes.get("/robots.txt", robots);
    routes.get("/sitemap.xml", sitemap);
    routes.get("/{rest...}", shown<nothing_here>);
}

}  // namespace

Module module() { return {.name = "storefront", .routes = routes}; }

}  // namespace vitrine::storefront
