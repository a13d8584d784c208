// Passkeys of an account: adding, naming and removing them. Forms prove who somebody is and say what is wrong; the browser's part needs scripts.
#include <algorithm>

#include "modules/storefront/account_frame.h"
#include "modules/storefront/checkout.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/pages.h"

namespace vitrine::storefront {
namespace {

const std::string base = "/account/security/passkeys", back = "/account/security";

/// The passkey that a page is about.
Task<std::optional<accounts::PasskeyView>> named_in(const Page& page, accounts::Person person) {
    std::optional<accounts::PasskeyId> id;
    for (const auto& [name, value] : page.request.path_parameters)
        if (name == "passkey") id = accounts::PasskeyId::parse(value);
    auto all = co_await accounts::passkeys(page.app, page.ctx, person);
    auto found = id ? std::ranges::find(all, *id, &accounts::PasskeyView::id) : all.end();
    co_return found == all.end() ? std::nullopt : std::optional(std::move(*found));
}

/// A form that asks who somebody is: by the password, with a code where there is an authenticator app; or by a passkey that is there already.
Task<FormPage> proof_form(const Page& page, accounts::Person person, FormPage form) {
    auto profile = co_await accounts::profile(page.app, page.ctx, person);
    form.inputs.push_back(password_input("password", "Your password", "current-password"));
    if (profile && profile->has_second_factor) form.inputs.push_back({.id = "code", .label = "Code", .autocomplete = "one-time-code", .longest = 40, .hint = "Of your authenticator app, or one of your recovery codes."});
    auto options = accounts::offers_passkeys(page.app.config, *page.store, page.request) ? co_await accounts::passkey_proof_options(page.app, page.ctx, person, accounts::visitor_of(page.request)) : std::nullopt;
    if (options) form.passkey = PasskeyPart{.action = form.action, .button = "Use a passkey instead", .options = options->public_key.text};
    if (profile && !profile->has_password) form.links.push_back({"/account/forgotten", "You have no password yet: set one by a link in a mail"});
    form.links.push_back({back, "Back"});
    co_return form;
}

Task<FormPage> new_form(const Page& page, accounts::Person person) {
    FormPage form{.heading = "Add a passkey",
                  .lead = "A passkey signs you in with your fingerprint, your face or the PIN of your device. First show that it is you.",
                  .action = base + "/new",
                  .button = "Go on"};
    return proof_form(page, person, std::move(form));
}

Task<FormPage> removal_form(const Page& page, accounts::Person person, const accounts::PasskeyView& passkey) {
    FormPage form{.heading = "Remove a passkey",
                  .lead = "“" + passkey.name + "” will not sign you in any more. Show that it is you.",
                  .action = base + "/" + passkey.id.text() + "/removal",
                  .button = "Remove it"};
    return proof_form(page, person, std::move(form));
}

FormPage name_form(const accounts::PasskeyView& passkey) {
    return {.heading = "Name a passkey",
            .lead = "A name by which you know the device, or where it is kept.",
            .action = base + "/" + passkey.id.text() + "/name",
            .button = "Save the name",
            .inputs = {{.id = "name", .label = "Name", .autocomplete = "off", .longest = 60, .value = passkey.name}},
            .links = {{back, "Back"}}};
}

accounts::PasskeyProof proof_in(const shape::Fields& form) {
    if (auto answer = passkey_in(form)) return {.passkey = std::move(answer)};
    accounts::PasskeyProof proof{.password = field(form, "password")};
    if (auto code = field(form, "code"); !code.empty()) proof.code = std::move(code);
    return proof;
}

/// The form again, with what was wrong beside its input.
Result<http::Response> wrong(const Page& page, FormPage form, Refusal refusal) {
    auto words = words_for_own(refusal);
    if (words.empty()) return refuse(std::move(refusal));
    auto id = refusal.code == accounts::credentials_wrong.code ? "password" : refusal.code == accounts::code_wrong.code ? "code" : "";
    auto input = std::ranges::find(form.inputs, id, &AccountInput::id);
    (input == form.inputs.end() ? form.fault : input->fault) = std::move(words);
    return form_page(page, form, refusal.status);
}

}  // namespace

Task<Result<http::Response>> new_passkey_page(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto person = accounts::person_of(ctx);
    if (!person) co_return to_sign_in(page);
    if (!flags::is_on(accounts::new_passkeys, ctx)) co_return onward(page, back, "feature_off");
    co_return form_page(page, co_await new_form(page, *person));
}

Task<Result<http::Response>> begin_new_passkey(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    http::Response instead;
    auto sent = sent_of(page, instead);
    if (!sent) co_return instead;
    auto visitor = accounts::visitor_of(request);
    auto options = co_await accounts::begin_passkey(app, ctx, sent->person, proof_in(sent->form), visitor);
    if (!options) co_return wrong(page, co_await new_form(page, sent->person), std::move(options.error()));
    FormPage form{.heading = "Make your passkey", .lead = "Your browser will ask where to keep it: on this device, on a phone, or on a security key.", .links = {{back, "Back"}}};
    form.passkey = PasskeyPart{.action = base, .button = "Make the passkey", .options = options->public_key.text, .is_new = true};
    form.passkey->inputs = {{.id = "name", .label = "Name", .autocomplete = "off", .longest = 60, .is_optional = true, .hint = "Such as “My phone”, to tell it from others."}};
    co_return form_page(page, form);
}

Task<Result<http::Response>> keep_new_passkey(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    http::Response instead;
    auto sent = sent_of(page, instead);
    if (!sent) co_return instead;
    accounts::NewPasskey made{field(sent->form, "client_data"), field(sent->form, "attestation_object"), std::vector<std::string>{}};
    for (const auto& [name, value] : sent->form)
        if (name == "transport") made.transports->push_back(value);
    auto added = co_await accounts::add_passkey(app, ctx, sent->person, field(sent->form, "name"), std::move(made), this_session(page), accounts::visitor_of(request));
    if (added) co_return onward(page, back, "passkey_added");
    co_return wrong(page, co_await new_form(page, sent->person), std::move(added.error()));
}

Task<Result<http::Response>> passkey_name_page(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto person = accounts::person_of(ctx);
    if (!person) co_return to_sign_in(page);
    auto passkey = co_await named_in(page, *person);
    if (!passkey) co_return onward(page, back, "passkey_gone");
    co_return form_page(page, name_form(*passkey));
}

Task<Result<http::Response>> send_passkey_name(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    http::Response instead;
    auto sent = sent_of(page, instead);
    if (!sent) co_return instead;
    auto passkey = co_await named_in(page, sent->person);
    if (!passkey) co_return onward(page, back, "passkey_gone");
    auto name = Text<1, 60>::parse(field(sent->form, "name"));
    if (!name) {
        auto form = name_form(*passkey);
        form.inputs[0].fault = "Write a name of at most 60 characters.";
        co_return form_page(page, form, 422);
    }
    auto renamed = co_await accounts::rename_passkey(app, ctx, sent->person, passkey->id, *name);
    co_return onward(page, back, renamed ? "passkey_named" : "passkey_gone");
}

Task<Result<http::Response>> passkey_removal_page(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto person = accounts::person_of(ctx);
    if (!person) co_return to_sign_in(page);
    auto passkey = co_await named_in(page, *person);
    if (!passkey) co_return onward(page, back, "passkey_gone");
    co_return form_page(page, co_await removal_form(page, *person, *passkey));
}

Task<Result<http::Response>> send_passkey_removal(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    http::Response instead;
    auto sent = sent_of(page, instead);
    if (!sent) co_return instead;
    auto passkey = co_await named_in(page, sent->person);
    if (!passkey) co_return onward(page, back, "passkey_gone");
    auto removed = co_await accounts::remove_passkey(app, ctx, sent->person, passkey->id, proof_in(sent->form), accounts::visitor_of(request));
    if (removed) co_return onward(page, back, "passkey_removed");
    co_return wrong(page, co_await removal_form(page, sent->person, *passkey), std::move(removed.error()));
}

}  // namespace vitrine::storefront
