// Where somebody is signed in, and what proves that it is them.
#include <algorithm>

#include "modules/storefront/account_frame.h"
#include "modules/storefront/checkout.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/pages.h"
#include "modules/storefront/show.h"

namespace vitrine::storefront {
namespace {

/// What was wrong with one of the forms, by the id of its input.
struct Wrong {
    std::string id, words;
};

html::List inputs_of(std::vector<AccountInput> inputs, const Wrong& wrong) {
    html::List list;
    for (auto& input : inputs) {
        if (input.id == wrong.id) input.fault = wrong.words;
        list.push_back(input_data(input));
    }
    return list;
}

html::Data session_data(const Page& page, const accounts::SessionView& session) {
    return html::Data{{"id", session.id.text()},
                      {"device", session.device},
                      {"network", session.network},
                      {"opened", day_and_time(session.opened_at, page.store->time_zone)},
                      {"seen", day_and_time(session.seen_at, page.store->time_zone)},
                      {"is_this", session.is_this}};
}

html::Data passkey_row(const Page& page, const accounts::PasskeyView& passkey) {
    auto used = passkey.used_at ? html::Data(day_and_time(*passkey.used_at, page.store->time_zone)) : html::Data(false);
    return html::Data{{"id", passkey.id.text()}, {"name", passkey.name}, {"is_synced", passkey.is_synced}, {"made", day_and_time(passkey.made_at, page.store->time_zone)}, {"used", std::move(used)}};
}

Task<Result<http::Response>> show(const Page& page, accounts::Person person, Wrong wrong = {}, int status = 200) {
    auto profile = co_await accounts::profile(page.app, page.ctx, person);
    if (!profile) co_return to_sign_in(page);
    auto sessions = co_await accounts::sessions(page.app, page.ctx, person, this_session(page));
    auto data = account_frame(page, AccountSection::security, "Sign-in and security");
    html::List list;
    for (const auto& session : sessions) list.push_back(session_data(page, session));
    data["has_others"] = sessions.size() > 1;
    data["sessions"] = std::move(list);
    data["email"] = profile->email;
    data["has_password"] = profile->has_password;
    data["has_second_factor"] = profile->has_second_factor;
    data["password_inputs"] = inputs_of({password_input("old_password", "Present password", "current-password"),
                                         password_input("password", "New password", "new-password", "At least 8 characters; a short sentence is easy to keep in mind.")},
                                        wrong);
    data["email_inputs"] = inputs_of({{.id = "email", .label = "New email", .autocomplete = "email", .type = "email", .inputmode = "email"},
                                      password_input("email_password", "Your password", "current-password")},
                                     wrong);
    data["factor_inputs"] = profile->has_second_factor
                                ? inputs_of({password_input("factor_password", "Your password", "current-password"), {.id = "factor_code", .label = "Code", .autocomplete = "one-time-code", .longest = 40}}, wrong)
                                : inputs_of({password_input("factor_password", "Your password", "current-password")}, wrong);
    auto own_passkeys = co_await accounts::passkeys(page.app, page.ctx, person);
    html::List passkeys;
    for (const auto& passkey : own_passkeys) passkeys.push_back(passkey_row(page, passkey));
    data["has_passkeys"] = !own_passkeys.empty();
    data["passkeys"] = std::move(passkeys);
    data["offers_passkeys"] = flags::is_on(accounts::new_passkeys, page.ctx) && accounts::offers_passkeys(page.app.config, *page.store, page.request);
    auto connected = co_await accounts::connected_providers(page.app, page.ctx, person);
    data["offers_google"] = accounts::has_provider(page.app.config, *page.store, "google");
    data["has_google"] = std::ranges::find(connected, "google") != connected.end();
    data["google_inputs"] = inputs_of({password_input("provider_password", "Your password", "current-password")}, wrong);
    if (!wrong.words.empty())
        data["faults"] = html::Data{{"heading", "One thing needs your attention."}, {"items", html::List{html::Data{{"href", "#" + wrong.id}, {"text", wrong.words}}}}};
    co_return account_page(page, "account_security", std::move(data), status);
}

}  // namespace

AccountInput password_input(std::string id, std::string label, std::string autocomplete, std::string hint) {
    return {.id = std::move(id), .label = std::move(label), .autocomplete = std::move(autocomplete), .type = "password", .longest = 256, .hint = std::move(hint)};
}

std::optional<accounts::SessionId> this_session(const Page& page) {
    auto session = accounts::session_of(page.app.config, page.ctx.store, page.request, page.ctx.now);
    return session ? std::optional(session->session) : std::nullopt;
}

std::optional<Sent> sent_of(const Page& page, const std::optional<accounts::Person>& who, std::string_view from, http::Response& instead) {
    if (!who) {
        instead = http::see_other("/account/sign-in?return_to=" + http::percent_encode(from));
        return {};
    }
    auto form = http::parse_form(page.request.body).value_or(shape::Fields{});
    if (!may_send(page, form)) {
        instead = onward(page, std::string(from), "expired");
        return {};
    }
    return Sent{*who, std::move(form)};
}
std::optional<Sent> sent_of(const Page& page, http::Response& instead) { return sent_of(page, accounts::person_of(page.ctx), "/account/security", instead); }

Task<Result<http::Response>> wrong_on_security(const Page& page, accounts::Person person, std::string id, Refusal refusal) {
    auto words = words_for_own(refusal);
    if (words.empty()) co_return refuse(std::move(refusal));
    co_return co_await show(page, person, {std::move(id), std::move(words)}, refusal.status);
}

Task<Result<http::Response>> account_security(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto person = accounts::person_of(ctx);
    if (!person) co_return to_sign_in(page);
    co_return co_await show(page, *person);
}

Task<Result<http::Response>> send_password_change(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    http::Response instead;
    auto sent = sent_of(page, instead);
    auto session = this_session(page);
    if (!sent || !session) co_return instead;
    auto done = co_await accounts::change_password(app, ctx, sent->person, *session, field(sent->form, "old_password"), field(sent->form, "password"), accounts::visitor_of(request));
    if (done) co_return onward(page, "/account/security", "password_changed");
    auto id = done.error().code == accounts::password_weak.code ? "password" : "old_password";
    co_return co_await wrong_on_security(page, sent->person, id, std::move(done.error()));
}

Task<Result<http::Response>> send_email_change(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    http::Response instead;
    auto sent = sent_of(page, instead);
    if (!sent) co_return instead;
    auto email = Email::parse(field(sent->form, "email"));
    if (!email) co_return co_await show(page, sent->person, {"email", "Enter an email address like name@example.com"}, 422);
    auto done = co_await accounts::ask_to_change_email(app, ctx, sent->person, *email, field(sent->form, "email_password"), accounts::visitor_of(request));
    if (done) co_return onward(page, "/account/security", "check_mail");
    co_return co_await wrong_on_security(page, sent->person, "email_password", std::move(done.error()));
}

Task<Result<http::Response>> end_sessions_form(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    http::Response instead;
    auto sent = sent_of(page, instead);
    if (!sent) co_return instead;
    auto id = accounts::SessionId::parse(field(sent->form, "id"));
    auto done = id ? co_await accounts::end_session(app, ctx, sent->person, *id, "by its owner") : co_await accounts::end_other_sessions(app, ctx, sent->person, this_session(page), "by its owner");
    if (!done && done.error().code != accounts::session_unknown.code) co_return refuse(std::move(done.error()));
    co_return onward(page, "/account/security", "session_ended");
}

Task<Result<http::Response>> factor_page(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    if (!accounts::person_of(ctx)) co_return to_sign_in(page);
    FormPage form{.heading = "Add a second factor",
                  .lead = "Take a phone with an authenticator app. Type your password to begin.",
                  .action = "/account/security/second-factor",
                  .button = "Go on",
                  .inputs = {password_input("factor_password", "Your password", "current-password")}};
    co_return form_page(page, form);
}

Task<Result<http::Response>> begin_factor(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    http::Response instead;
    auto sent = sent_of(page, instead);
    if (!sent) co_return instead;
    auto begun = co_await accounts::begin_second_factor(app, ctx, sent->person, field(sent->form, "factor_password"), accounts::visitor_of(request));
    if (!begun) co_return co_await wrong_on_security(page, sent->person, "factor_password", std::move(begun.error()));
    FormPage form{.heading = "Add your authenticator app",
                  .lead = "Enter this key in the app, then the code that it shows: " + begun->secret,
                  .action = "/account/security/second-factor/confirmation",
                  .button = "Switch it on",
                  .inputs = {{.id = "code", .label = "Code", .autocomplete = "one-time-code", .inputmode = "numeric", .longest = 10}},
                  .links = {{begun->address, "Open it in an app on this device"}, {"/account/security", "Back"}}};
    co_return form_page(page, form);
}

Task<Result<http::Response>> confirm_factor(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    http::Response instead;
    auto sent = sent_of(page, instead);
    if (!sent) co_return instead;
    auto given = co_await accounts::confirm_second_factor(app, ctx, sent->person, field(sent->form, "code"), this_session(page));
    if (given) {
        std::string codes;
        for (const auto& code : given->codes) codes += (codes.empty() ? "" : ", ") + code;
        co_return said_page(page, "Your second factor is on", "Keep these recovery codes where you find them without your phone; each works once, and they are shown this once: " + codes,
                            {{"/account/security", "Back to your account"}});
    }
    FormPage form{.heading = "Add your authenticator app",
                  .lead = "Enter the code that the app shows.",
                  .action = "/account/security/second-factor/confirmation",
                  .button = "Switch it on",
                  .inputs = {{.id = "code", .label = "Code", .autocomplete = "one-time-code", .inputmode = "numeric", .longest = 10, .fault = words_for(given.error())}},
                  .links = {{"/account/security", "Back"}}};
    if (form.inputs[0].fault.empty()) co_return refuse(std::move(given.error()));
    co_return form_page(page, form, given.error().status);
}

Task<Result<http::Response>> remove_factor(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    http::Response instead;
    auto sent = sent_of(page, instead);
    if (!sent) co_return instead;
    auto done = co_await accounts::remove_second_factor(app, ctx, sent->person, field(sent->form, "factor_password"), field(sent->form, "factor_code"), this_session(page), accounts::visitor_of(request));
    if (done) co_return onward(page, "/account/security", "factor_off");
    auto id = done.error().code == accounts::code_wrong.code ? "factor_code" : "factor_password";
    co_return co_await wrong_on_security(page, sent->person, id, std::move(done.error()));
}

}  // namespace vitrine::storefront
