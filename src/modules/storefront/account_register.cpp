// Opening an account: a form, a mail, and the password once more where the mail is read.
#include "modules/storefront/account.h"
#include "modules/storefront/checkout.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/pages.h"

namespace vitrine::storefront {
namespace {

constexpr std::string_view password_hint = "At least 8 characters; a short sentence is easy to keep in mind.";

std::string asked(const Page& page, std::string_view name) {
    for (const auto& [key, value] : page.request.query)
        if (key == name) return value;
    return {};
}

FormPage register_form(const std::string& return_to) {
    FormPage form{.heading = "Open an account", .lead = "You can order without one, too. With one, your orders and addresses are in one place.", .action = "/account/register", .button = "Open an account"};
    form.inputs = {{.id = "name", .label = "Full name", .autocomplete = "name", .longest = 120},
                   {.id = "email", .label = "Email", .autocomplete = "username", .type = "email", .inputmode = "email", .hint = "We send a link there to make sure that it is yours."},
                   {.id = "password", .label = "Password", .autocomplete = "new-password", .type = "password", .longest = 256, .hint = std::string(password_hint)}};
    form.hidden = {{"return_to", return_to}};
    form.links = {{"/account/sign-in", "You have an account? Sign in"}};
    return form;
}

FormPage confirm_form(const std::string& token) {
    FormPage form{.heading = "Confirm your address", .lead = "Type the password that you chose, and your account is ready.", .action = "/account/confirm", .button = "Confirm"};
    form.inputs = {{.id = "password", .label = "Password", .autocomplete = "current-password", .type = "password", .longest = 256}};
    form.hidden = {{"token", token}};
    return form;
}

}  // namespace

Task<Result<http::Response>> register_page(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto return_to = way_back(asked(page, "return_to"));
    if (customer_of(ctx)) co_return onward(page, return_to);
    co_return form_page(page, register_form(return_to));
}

Task<Result<http::Response>> send_registration(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto sent = http::parse_form(request.body).value_or(shape::Fields{});
    auto form = register_form(way_back(field(sent, "return_to")));
    for (auto& input : form.inputs) input.value = field(sent, input.id).substr(0, 256);
    if (!may_send(page, sent)) {
        form.fault = "That page was open for too long. Send it again.";
        co_return form_page(page, form, 403);
    }
    auto name = Text<1, 120>::parse(field(sent, "name"));
    auto email = Email::parse(field(sent, "email"));
    if (!name) form.inputs[0].fault = "Enter your name";
    if (!email) form.inputs[1].fault = "Enter an email address like name@example.com";
    if (!name || !email) co_return form_page(page, form, 422);
    auto done = co_await accounts::register_customer(app, ctx, {*email, *name, field(sent, "password"), field(sent, "return_to")}, accounts::visitor_of(request));
    if (done) co_return said_page(page, "Check your mail", "We have sent a link to the address you gave. Open it within a day to go on.");
    auto& fault = done.error().code == accounts::password_weak.code ? form.inputs[2].fault : form.fault;
    fault = words_for(done.error());
    if (fault.empty()) co_return refuse(std::move(done.error()));
    co_return form_page(page, form, done.error().status);
}

Task<Result<http::Response>> confirm_page(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    co_return form_page(page, confirm_form(asked(page, "token")));
}

Task<Result<http::Response>> send_confirmation(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto sent = http::parse_form(request.body).value_or(shape::Fields{});
    auto form = confirm_form(field(sent, "token"));
    if (!may_send(page, sent)) {
        form.fault = "That page was open for too long. Send it again.";
        co_return form_page(page, form, 403);
    }
    auto opened = co_await accounts::confirm_registration(app, ctx, field(sent, "token"), field(sent, "password"), accounts::visitor_of(request));
    if (opened) {
        co_return co_await let_in(page, *opened, opened->return_to, "account_ready");
    }
    if (opened.error().code == accounts::link_dead.code)
        co_return said_page(page, "This link does not work any more", "It was used before, or is too old. If your account is there already, sign in.", {{"/account/sign-in", "Sign in"}, {"/account/register", "Open an account"}});
    form.inputs[0].fault = opened.error().code == accounts::credentials_wrong.code ? "This is not the password that was chosen for this address." : words_for(opened.error());
    if (form.inputs[0].fault.empty()) co_return refuse(std::move(opened.error()));
    co_return form_page(page, form, opened.error().status);
}

}  // namespace vitrine::storefront
