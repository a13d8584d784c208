// Mails with links that people ask for, and what the links do: a new password, another mailbox, an invitation.
#include "modules/storefront/account.h"
#include "modules/storefront/checkout.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/pages.h"

namespace vitrine::storefront {
namespace {

std::string token_of(const Page& page) {
    for (const auto& [key, value] : page.request.query)
        if (key == "token") return value;
    return {};
}

/// The page where a mail is asked for.
FormPage ask_form(accounts::Purpose purpose) {
    bool is_reset = purpose == accounts::Purpose::password;
    FormPage form{.heading = is_reset ? "Set a new password" : "Sign in by mail",
                  .lead = is_reset ? "We send you a link to set a new password." : "We send you a link that signs you in, once.",
                  .action = is_reset ? "/account/forgotten" : "/account/mail-link",
                  .button = "Send the link"};
    form.inputs = {{.id = "email", .label = "Email", .autocomplete = "username", .type = "email", .inputmode = "email"}};
    form.links = {{"/account/sign-in", "Back to sign-in"}};
    return form;
}

Task<Result<http::Response>> send_ask(App& app, Ctx ctx, const http::Request& request, accounts::Purpose purpose) {
    Page page(app, ctx, request);
    auto sent = http::parse_form(request.body).value_or(shape::Fields{});
    auto form = ask_form(purpose);
    form.inputs[0].value = field(sent, "email").substr(0, 254);
    if (!may_send(page, sent)) {
        form.fault = "That page was open for too long. Send it again.";
        co_return form_page(page, form, 403);
    }
    auto email = Email::parse(field(sent, "email"));
    if (!email) {
        form.inputs[0].fault = "Enter an email address like name@example.com";
        co_return form_page(page, form, 422);
    }
    auto done = co_await accounts::ask_for_link(app, ctx, accounts::Kind::customer, purpose, *email, {}, accounts::visitor_of(request));
    if (done) co_return said_page(page, "Check your mail", "If there is an account with this address, a link is on its way to it.");
    form.fault = words_for(done.error());
    if (form.fault.empty()) co_return refuse(std::move(done.error()));
    co_return form_page(page, form, done.error().status);
}

FormPage password_form(const std::string& token) {
    FormPage form{.heading = "Set a new password", .lead = "You will be signed out everywhere.", .action = "/account/new-password", .button = "Set the password"};
    form.inputs = {{.id = "password", .label = "New password", .autocomplete = "new-password", .type = "password", .longest = 256, .hint = "At least 8 characters; a short sentence is easy to keep in mind."}};
    form.hidden = {{"token", token}};
    return form;
}

FormPage email_form(const std::string& token) {
    FormPage form{.heading = "Use this address?", .lead = "Press the button, and your account belongs to this address.", .action = "/account/new-email", .button = "Use this address"};
    form.hidden = {{"token", token}};
    return form;
}

FormPage invitation_form(const std::string& token) {
    FormPage form{.heading = "Welcome to the staff", .lead = "Choose a password; then you add an authenticator app.", .action = "/account/invitation", .button = "Go on"};
    form.inputs = {{.id = "password", .label = "Password", .autocomplete = "new-password", .type = "password", .longest = 256, .hint = "At least 12 characters; a short sentence is easy to keep in mind."}};
    form.hidden = {{"token", token}};
    return form;
}

http::Response dead_link(const Page& page, std::string_view again) {
    return said_page(page, "This link does not work any more", "It was used before, or is too old.", {{std::string(again), "Ask for another"}});
}

}  // namespace

Task<Result<http::Response>> forgotten_page(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    co_return form_page(page, ask_form(accounts::Purpose::password));
}
Task<Result<http::Response>> send_forgotten(App& app, Ctx ctx, const http::Request& request) { return send_ask(app, ctx, request, accounts::Purpose::password); }
Task<Result<http::Response>> mail_link_page(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    co_return form_page(page, ask_form(accounts::Purpose::sign_in));
}
Task<Result<http::Response>> send_mail_link(App& app, Ctx ctx, const http::Request& request) { return send_ask(app, ctx, request, accounts::Purpose::sign_in); }

Task<Result<http::Response>> new_password_page(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    co_return form_page(page, password_form(token_of(page)));
}

Task<Result<http::Response>> send_new_password(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto sent = http::parse_form(request.body).value_or(shape::Fields{});
    auto form = password_form(field(sent, "token"));
    if (!may_send(page, sent)) {
        form.fault = "That page was open for too long. Send it again.";
        co_return form_page(page, form, 403);
    }
    auto done = co_await accounts::reset_password(app, ctx, field(sent, "token"), field(sent, "password"), accounts::visitor_of(request));
    if (done) {
        auto response = onward(page, "/account/sign-in", "password_set");
        accounts::forget_session(request, response);
        co_return response;
    }
    if (done.error().code == accounts::link_dead.code) co_return dead_link(page, "/account/forgotten");
    form.inputs[0].fault = words_for(done.error());
    if (form.inputs[0].fault.empty()) co_return refuse(std::move(done.error()));
    co_return form_page(page, form, done.error().status);
}

Task<Result<http::Response>> new_email_page(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    co_return form_page(page, email_form(token_of(page)));
}

Task<Result<http::Response>> send_new_email(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto sent = http::parse_form(request.body).value_or(shape::Fields{});
    if (!may_send(page, sent)) co_return form_page(page, email_form(field(sent, "token")), 403);
    auto session = accounts::session_of(app.config, ctx.store, request, ctx.now);
    auto done = co_await accounts::change_email(app, ctx, field(sent, "token"), session ? std::optional(session->session) : std::nullopt);
    if (done) co_return onward(page, "/account", "email_moved");
    if (done.error().code != accounts::link_dead.code) co_return refuse(std::move(done.error()));
    co_return dead_link(page, "/account/security");
}

Task<Result<http::Response>> invitation_page(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    co_return form_page(page, invitation_form(token_of(page)));
}

Task<Result<http::Response>> send_invitation(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto sent = http::parse_form(request.body).value_or(shape::Fields{});
    auto form = invitation_form(field(sent, "token"));
    if (!may_send(page, sent)) {
        form.fault = "That page was open for too long. Send it again.";
        co_return form_page(page, form, 403);
    }
    auto opened = co_await accounts::accept_invitation(app, ctx, field(sent, "token"), field(sent, "password"), accounts::visitor_of(request));
    if (opened) {
        auto response = onward(page, "/account/second-factor");
        accounts::remember_session(app.config, ctx.store, request, response, *opened, ctx.now);
        co_return response;
    }
    if (opened.error().code == accounts::link_dead.code) co_return said_page(page, "This link does not work any more", "It was used before, or is too old. Ask for another invitation.");
    form.inputs[0].fault = words_for(opened.error());
    if (form.inputs[0].fault.empty()) co_return refuse(std::move(opened.error()));
    co_return form_page(page, form, opened.error().status);
}

}  // namespace vitrine::storefront
