#include "modules/storefront/account.h"

#include <algorithm>

#include "io/crypto/digest.h"
#include "modules/storefront/guard.h"

namespace vitrine::storefront {
namespace {

/// Bound to the browser, and to the session where there is one: it changes when somebody signs in.
std::string token_for(const Page& page, const std::string& device) {
    auto session = accounts::session_of(page.app.config, page.ctx.store, page.request, page.ctx.now);
    return crypto::derived_token(page.app.config.master_key, "storefront.account", page.ctx.store.text() + "\n" + device + "\n" + (session ? session->session.text() : ""));
}

html::Data faults_of(const FormPage& form) {
    html::List items;
    for (const auto& input : form.inputs)
        if (!input.fault.empty()) items.push_back(html::Data{{"href", "#" + input.id}, {"text", input.fault}});
    if (!form.fault.empty()) items.push_back(html::Data{{"href", false}, {"text", form.fault}});
    if (items.empty()) return false;
    return html::Data{{"heading", items.size() == 1 ? "One thing needs your attention." : std::to_string(items.size()) + " things need your attention."}, {"items", std::move(items)}};
}

html::List links_of(const std::vector<std::pair<std::string, std::string>>& links) {
    html::List list;
    for (const auto& [href, label] : links) list.push_back(html::Data{{"href", href}, {"label", label}});
    return list;
}

html::List hidden_of(const std::vector<std::pair<std::string, std::string>>& fields) {
    html::List list;
    for (const auto& [name, value] : fields) list.push_back(html::Data{{"name", name}, {"value", value}});
    return list;
}

html::Data passkey_data(const std::optional<PasskeyPart>& part) {
    if (!part) return false;
    auto said = [](const std::string& text) { return text.empty() ? html::Data(false) : html::Data(text); };
    html::List inputs;
    for (const auto& input : part->inputs) inputs.push_back(input_data(input));
    return html::Data{{"action", part->action},
                      {"button", part->button},
                      {"kind", part->is_new ? "create" : "get"},
                      {"is_new", part->is_new},
                      {"options", said(part->options)},
                      {"options_url", said(part->options_url)},
                      {"conditional", part->is_conditional},
                      {"passkey_inputs", std::move(inputs)},
                      {"passkey_hidden", hidden_of(part->hidden)}};
}

}  // namespace

html::Data input_data(const AccountInput& input) {
    html::List choices;
    for (const auto& [value, label] : input.choices) choices.push_back(html::Data{{"value", value}, {"label", label}, {"selected", value == input.value}});
    std::string described_by = input.hint.empty() ? "" : input.id + "-hint";
    if (!input.fault.empty()) described_by += (described_by.empty() ? "" : " ") + input.id + "-fault";
    return html::Data{{"id", input.id},
                      {"name", input.id},
                      {"label", input.label},
                      {"type", input.type},
                      {"value", input.type == "password" ? std::string() : input.value},
                      {"autocomplete", input.autocomplete},
                      {"inputmode", input.inputmode},
                      {"maxlength", std::to_string(input.longest)},
                      {"optional", input.is_optional},
                      {"half", input.is_half},
                      {"hint", input.hint},
                      {"fault", input.fault},
                      {"described_by", described_by},
                      {"is_select", !input.choices.empty()},
                      {"choices", std::move(choices)}};
}

http::Response form_page(const Page& page, const FormPage& form, int status) {
    auto data = layout(page, {.title = form.heading + " | " + page.store->name, .is_noindex = true});
    html::List inputs;
    for (const auto& input : form.inputs) inputs.push_back(input_data(input));
    data["heading"] = form.heading;
    data["lead"] = form.lead.empty() ? html::Data(false) : html::Data(form.lead);
    data["faults"] = faults_of(form);
    data["form"] = form.action.empty() ? html::Data(false) : html::Data{{"action", form.action}, {"button", form.button}, {"inputs", std::move(inputs)}, {"hidden", hidden_of(form.hidden)}};
    data["passkey"] = passkey_data(form.passkey);
    data["links"] = links_of(form.links);
    return account_page(page, "account_form", std::move(data), status);
}

http::Response said_page(const Page& page, std::string heading, std::string text, std::vector<std::pair<std::string, std::string>> links) {
    auto data = layout(page, {.title = heading + " | " + page.store->name, .is_noindex = true});
    data["heading"] = std::move(heading);
    data["lead"] = std::move(text);
    data["faults"] = false;
    data["form"] = false;
    data["passkey"] = false;
    data["links"] = links_of(links);
    return account_page(page, "account_form", std::move(data));
}

http::Response account_page(const Page& page, std::string_view template_name, html::Members data, int status) {
    http::Response cookies;
    auto device = accounts::remember_device(page.request, cookies);
    data["csrf"] = token_for(page, device);
    data["idempotency_key"] = false;
    auto response = respond(page, template_name, std::move(data), status);
    for (auto& [name, value] : cookies.headers) response.add(name, value);
    response.set("Cache-Control", "private, no-store").set("Referrer-Policy", "no-referrer");
    return response;
}

bool may_send(const Page& page, const shape::Fields& form) {
    auto device = accounts::visitor_of(page.request).device;
    return !device.empty() && origin_of(page.request) != Origin::foreign && crypto::equal_in_constant_time(token_for(page, device), field(form, "csrf"));
}

std::optional<accounts::Person> customer_of(const Ctx& ctx) {
    auto person = accounts::person_of(ctx);
    return person && person->kind == accounts::Kind::customer ? person : std::nullopt;
}

http::Response to_sign_in(const Page& page) { return http::see_other("/account/sign-in?return_to=" + http::percent_encode(page.request.path)); }

std::string way_back(std::string_view wanted) { return safe_path(wanted, "/account"); }

std::optional<accounts::PasskeyAnswer> passkey_in(const shape::Fields& form) {
    accounts::PasskeyAnswer answer{field(form, "credential"), field(form, "client_data"), field(form, "authenticator_data"), field(form, "signature")};
    if (auto handle = field(form, "user_handle"); !handle.empty()) answer.user_handle = std::move(handle);
    return answer.credential.empty() ? std::nullopt : std::optional(std::move(answer));
}

std::string words_for(const Refusal& refusal) {
    if (refusal.code == accounts::credentials_wrong.code) return "E-mail address and password do not match.";
    if (refusal.code == accounts::code_wrong.code) return "This code does not fit, or was used before. Wait for the next one.";
    if (refusal.code == accounts::passkey_refused.code) return "That did not work: the passkey does not fit here, or the page was open for too long. Try again, or go on another way.";
    if (refusal.code == accounts::passkey_suspect.code) return "This passkey may have been copied, so it opens nothing. Sign in another way and remove it.";
    if (refusal.code == accounts::passkey_known.code || refusal.code == accounts::too_many_passkeys.code || refusal.code == accounts::second_factor_required.code) return refusal.title + ".";
    if (refusal.code == accounts::password_weak.code) return refusal.detail + ".";
    if (refusal.code == refusals::too_many.code) return "That was a bit often. Wait " + std::to_string(refusal.retry_after_s.value_or(60)) + " seconds, then try again.";
    if (refusal.code == refusals::overloaded.code) return "Many people sign in right now. Try again in a few seconds.";
    return {};
}

std::string words_for_own(const Refusal& refusal) { return refusal.code == accounts::credentials_wrong.code ? "This is not your password." : words_for(refusal); }

}  // namespace vitrine::storefront
