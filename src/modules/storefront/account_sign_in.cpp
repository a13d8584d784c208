// Signing in and out, with scripts or without.
#include "modules/storefront/account.h"
#include "modules/storefront/checkout.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/pages.h"
#include "modules/storefront/signed_in.h"

namespace vitrine::storefront {
namespace {

std::string asked(const Page& page, std::string_view name) {
    for (const auto& [key, value] : page.request.query)
        if (key == name) return value;
    return {};
}

FormPage sign_in_form(const Page& page, const std::string& return_to, const std::string& email = {}) {
    FormPage form{.heading = "Sign in", .lead = "Your orders and addresses in one place.", .action = "/account/sign-in", .button = "Sign in"};
    form.inputs = {{.id = "email", .label = "Email", .autocomplete = "username", .type = "email", .inputmode = "email", .value = email},
                   {.id = "password", .label = "Password", .autocomplete = "current-password", .type = "password", .longest = 256}};
    form.hidden = {{"return_to", return_to}};
    if (accounts::offers_passkeys(page.app.config, *page.store, page.request)) {
        form.inputs[0].autocomplete = "username webauthn";
        form.passkey = PasskeyPart{.action = "/account/sign-in/passkey", .button = "Sign in with a passkey", .options_url = "/api/v1/auth/passkeys/options", .is_conditional = true,
                                   .hidden = {{"return_to", return_to}}};
    }
    form.links = {{"/account/mail-link", "Sign in by a link in a mail, without a password"}, {"/account/forgotten", "Forgotten your password?"},
                  {"/account/register?return_to=" + http::percent_encode(return_to), "New here? Open an account"}};
    if (accounts::has_provider(page.app.config, *page.store, "google")) form.links.insert(form.links.begin(), {"/account/with/google?return_to=" + http::percent_encode(return_to), "Continue with Google"});
    return form;
}

Task<FormPage> code_form(const Page& page, std::string challenge, std::string return_to) {
    FormPage form{.heading = "Your second factor", .lead = "Enter the code that your authenticator app shows, or one of your recovery codes.", .action = "/account/sign-in/code", .button = "Go on"};
    form.inputs = {{.id = "code", .label = "Code", .autocomplete = "one-time-code", .inputmode = "text", .longest = 40}};
    form.hidden = {{"challenge", challenge}, {"return_to", return_to}};
    form.links = {{"/account/sign-in", "Start again"}};
    auto options = accounts::offers_passkeys(page.app.config, *page.store, page.request)
                       ? co_await accounts::passkey_factor_options(page.app, page.ctx, challenge, accounts::visitor_of(page.request))
                       : std::nullopt;
    if (options) form.passkey = PasskeyPart{.action = "/account/sign-in/code/passkey", .button = "Use a passkey", .options = options->public_key.text, .hidden = form.hidden};
    co_return form;
}

/// Where somebody who has signed in goes on: staff have no account in the shop.
std::string path_after(const accounts::Opened& opened, const std::string& return_to) {
    if (opened.person.kind == accounts::Kind::staff && return_to == "/account") return "/account/security";
    return opened.return_to.empty() ? return_to : opened.return_to;
}

Task<http::Response> signed_in(const Page& page, const accounts::Opened& opened, const std::string& return_to) {
    auto path = path_after(opened, return_to);
    co_return co_await let_in(page, opened, path, "signed_in");
}

}  // namespace

Task<http::Response> let_in(const Page& page, const accounts::Opened& opened, const std::string& path, std::string_view flash) {
    auto response = onward(page, way_back(path), flash);
    accounts::remember_session(page.app.config, page.ctx.store, page.request, response, opened, page.ctx.now);
    auto ctx = page.ctx;
    ctx.role = Role::customer;
    ctx.actor = opened.person.text();
    if (opened.person.kind == accounts::Kind::customer) co_await bring_along(page.app, std::move(ctx), page.request, response);
    co_return response;
}

Task<http::Response> after_step(const Page& page, const accounts::SignInStep& step, const std::string& return_to) {
    if (step.opened) co_return co_await signed_in(page, *step.opened, return_to);
    if (step.challenge) co_return form_page(page, co_await code_form(page, *step.challenge, return_to));
    co_return said_page(page, "Check your mail", "This sign-in looks unusual, so we have sent a link to your mailbox. Open it to go on.");
}

Task<Result<http::Response>> sign_in_page(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto return_to = way_back(asked(page, "return_to"));
    if (customer_of(ctx)) co_return onward(page, return_to);
    co_return form_page(page, sign_in_form(page, return_to));
}

Task<Result<http::Response>> send_sign_in(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto sent = http::parse_form(request.body).value_or(shape::Fields{});
    auto return_to = way_back(field(sent, "return_to"));
    auto form = sign_in_form(page, return_to, field(sent, "email").substr(0, 254));
    if (!may_send(page, sent)) {
        form.fault = "That page was open for too long. Send it again.";
        co_return form_page(page, form, 403);
    }
    auto email = Email::parse(field(sent, "email"));
    if (!email) {
        form.inputs[0].fault = "Enter an email address like name@example.com";
        co_return form_page(page, form, 422);
    }
    auto step = co_await accounts::sign_in(app, ctx, accounts::Kind::customer, {*email, field(sent, "password")}, accounts::visitor_of(request));
    if (step) co_return co_await after_step(page, *step, return_to);
    form.fault = words_for(step.error());
    if (form.fault.empty()) co_return refuse(std::move(step.error()));
    co_return form_page(page, form, step.error().status);
}

Task<Result<http::Response>> send_code(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto sent = http::parse_form(request.body).value_or(shape::Fields{});
    auto return_to = way_back(field(sent, "return_to"));
    auto form = co_await code_form(page, field(sent, "challenge"), return_to);
    if (!may_send(page, sent)) {
        form.fault = "That page was open for too long. Send it again.";
        co_return form_page(page, form, 403);
    }
    auto opened = co_await accounts::second_factor(app, ctx, field(sent, "challenge"), field(sent, "code"), accounts::visitor_of(request));
    if (opened) co_return co_await signed_in(page, *opened, return_to);
    form.inputs[0].fault = words_for(opened.error());
    if (form.inputs[0].fault.empty()) co_return refuse(std::move(opened.error()));
    co_return form_page(page, form, opened.error().status);
}

Task<Result<http::Response>> send_passkey(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto sent = http::parse_form(request.body).value_or(shape::Fields{});
    auto return_to = way_back(field(sent, "return_to"));
    auto form = sign_in_form(page, return_to);
    if (!may_send(page, sent)) {
        form.fault = "That page was open for too long. Send it again.";
        co_return form_page(page, form, 403);
    }
    auto opened = co_await accounts::sign_in_by_passkey(app, ctx, passkey_in(sent).value_or(accounts::PasskeyAnswer{}), accounts::visitor_of(request));
    if (opened) co_return co_await signed_in(page, *opened, return_to);
    form.fault = words_for(opened.error());
    if (form.fault.empty()) co_return refuse(std::move(opened.error()));
    co_return form_page(page, form, opened.error().status);
}

Task<Result<http::Response>> send_passkey_factor(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto sent = http::parse_form(request.body).value_or(shape::Fields{});
    auto return_to = way_back(field(sent, "return_to"));
    bool is_ours = may_send(page, sent);
    auto opened = is_ours ? co_await accounts::second_factor_by_passkey(app, ctx, field(sent, "challenge"), passkey_in(sent).value_or(accounts::PasskeyAnswer{}), accounts::visitor_of(request))
                          : Result<accounts::Opened>(refuse(refusals::forbidden));
    if (opened) co_return co_await signed_in(page, *opened, return_to);
    auto form = co_await code_form(page, field(sent, "challenge"), return_to);
    form.fault = is_ours ? words_for(opened.error()) : "That page was open for too long. Send it again.";
    if (form.fault.empty()) co_return refuse(std::move(opened.error()));
    co_return form_page(page, form, opened.error().status);
}

Task<Result<http::Response>> link_page(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    // Programs that look at mails open links; a button is pressed by people only.
    FormPage form{.heading = "Sign in", .lead = "Press the button to sign in on this device.", .action = "/account/link", .button = "Sign in"};
    form.hidden = {{"token", asked(page, "token")}};
    co_return form_page(page, form);
}

Task<Result<http::Response>> use_link(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto sent = http::parse_form(request.body).value_or(shape::Fields{});
    FormPage form{.heading = "Sign in", .lead = "Press the button to sign in on this device.", .action = "/account/link", .button = "Sign in", .hidden = {{"token", field(sent, "token")}}};
    if (!may_send(page, sent)) co_return form_page(page, form, 403);
    auto step = co_await accounts::sign_in_by_link(app, ctx, field(sent, "token"), accounts::visitor_of(request));
    if (step) co_return co_await after_step(page, *step, "/account");
    if (step.error().code != accounts::link_dead.code) co_return refuse(std::move(step.error()));
    co_return said_page(page, "This link does not work any more", "It was used before, or is too old.", {{"/account/mail-link", "Ask for another"}});
}

Task<Result<http::Response>> sign_out(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto sent = http::parse_form(request.body).value_or(shape::Fields{});
    auto person = customer_of(ctx);
    auto session = accounts::session_of(app.config, ctx.store, request, ctx.now);
    if (!person || !session) co_return onward(page, "/");
    if (!may_send(page, sent)) co_return onward(page, "/account", "expired");
    auto ended = co_await accounts::end_session(app, ctx, *person, session->session, "signed out");
    if (!ended && ended.error().code != accounts::session_unknown.code) co_return refuse(std::move(ended.error()));
    auto response = onward(page, "/", "signed_out");
    accounts::forget_session(request, response);
    if (page.visit.cart && page.visit.access.customer) forget_cart(response, request);  // it is the customer's; whoever comes next begins anew
    co_return response;
}

}  // namespace vitrine::storefront
