// A customer's own data: a copy of all of it, and being forgotten. The pages of mails that take a deletion back.
#include "modules/privacy/api.h"
#include "modules/storefront/account_frame.h"
#include "modules/storefront/checkout.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/pages.h"
#include "modules/storefront/show.h"

namespace vitrine::storefront {
namespace {

std::string asked_for(const Page& page, std::string_view name) {
    for (const auto& [key, value] : page.request.query)
        if (key == name) return value;
    return {};
}

html::Data copy_data(const Page& page, const privacy::RequestView& copy) {
    const auto& zone = page.store->time_zone;
    bool is_there = copy.state == privacy::RequestState::ready && copy.file_until && *copy.file_until > page.ctx.now;
    return html::Data{{"asked", day_and_time(copy.asked_at, zone)},
                      {"is_waiting", copy.state == privacy::RequestState::waiting},
                      {"href", is_there ? html::Data("/account/data/file?id=" + copy.id.text()) : html::Data(false)},
                      {"until", is_there ? html::Data(day_and_time(*copy.file_until, zone)) : html::Data(false)}};
}

Task<Result<http::Response>> show(const Page& page, accounts::Person person, std::string fault = {}, std::vector<std::string> open = {}, int status = 200) {
    auto data = account_frame(page, AccountSection::data, "Your data");
    html::List copies, reasons;
    html::Data deletion = false;
    for (const auto& one : co_await privacy::requests_of(page.app, page.ctx, person)) {
        if (one.kind == privacy::Kind::copy) copies.push_back(copy_data(page, one));
        else if (one.state == privacy::RequestState::waiting)
            deletion = html::Data{{"id", one.id.text()}, {"due", day_and_time(one.due, page.store->time_zone)}, {"is_postponed", !one.waits_for.empty()}};
    }
    for (auto& reason : open) reasons.push_back(html::Data{{"text", reason}});
    data["copies"] = std::move(copies);
    data["deletion"] = std::move(deletion);
    data["is_bound"] = !reasons.empty();
    data["open"] = std::move(reasons);
    html::List inputs;
    inputs.push_back(input_data({.id = "password", .label = "Your password", .autocomplete = "current-password", .type = "password", .longest = 256, .fault = fault}));
    data["delete_inputs"] = std::move(inputs);
    if (!fault.empty()) data["faults"] = html::Data{{"heading", "One thing needs your attention."}, {"items", html::List{html::Data{{"href", "#password"}, {"text", fault}}}}};
    co_return account_page(page, "account_data", std::move(data), status);
}

std::optional<Sent> sent_of_customer(const Page& page, http::Response& instead) { return sent_of(page, customer_of(page.ctx), "/account/data", instead); }

FormPage keep_form(std::string request, std::string token) {
    FormPage form{.heading = "Keep your account?", .lead = "Press the button, and your account stays as it is.", .action = "/account/keep", .button = "Keep my account"};
    form.hidden = {{"request", std::move(request)}, {"token", std::move(token)}};
    return form;
}

}  // namespace

Task<Result<http::Response>> account_data(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto person = customer_of(ctx);
    if (!person) co_return to_sign_in(page);
    co_return co_await show(page, *person);
}

Task<Result<http::Response>> ask_for_copy_form(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    http::Response instead;
    auto sent = sent_of_customer(page, instead);
    if (!sent) co_return instead;
    auto asked = co_await privacy::ask_for_copy(app, ctx, sent->person);
    if (!asked) co_return refuse(std::move(asked.error()));
    co_return onward(page, "/account/data", "copy_asked");
}

Task<Result<http::Response>> account_data_file(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto person = customer_of(ctx);
    if (!person) co_return to_sign_in(page);
    auto id = privacy::RequestId::parse(asked_for(page, "id"));
    if (!id) co_return refuse(privacy::not_found);
    auto copy = co_await privacy::fetch_copy(app, ctx, *id, *person);
    if (!copy) co_return refuse(std::move(copy.error()));
    co_return privacy::copy_answer(std::move(*copy), *id);
}

Task<Result<http::Response>> ask_for_deletion_form(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    http::Response instead;
    auto sent = sent_of_customer(page, instead);
    if (!sent) co_return instead;
    auto asked = co_await privacy::ask_for_deletion(app, ctx, sent->person, field(sent->form, "password"), accounts::visitor_of(request));
    if (asked) co_return onward(page, "/account/data", "deletion_asked");
    auto& refusal = asked.error();
    std::vector<std::string> open;
    if (refusal.code == privacy::bound.code)
        for (auto& fault : refusal.errors) open.push_back(std::move(fault.detail));
    auto words = open.empty() ? words_for_own(refusal) : std::string();
    if (open.empty() && words.empty()) co_return refuse(std::move(refusal));
    co_return co_await show(page, sent->person, std::move(words), std::move(open), refusal.status);
}

Task<Result<http::Response>> withdraw_deletion_form(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    http::Response instead;
    auto sent = sent_of_customer(page, instead);
    if (!sent) co_return instead;
    auto id = privacy::RequestId::parse(field(sent->form, "id"));
    if (!id) co_return refuse(privacy::not_found);
    auto kept = co_await privacy::withdraw_deletion(app, ctx, *id, sent->person);
    if (!kept) co_return refuse(std::move(kept.error()));
    co_return onward(page, "/account/data", "account_kept");
}

Task<Result<http::Response>> keep_page(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    co_return form_page(page, keep_form(asked_for(page, "request"), asked_for(page, "token")));
}

Task<Result<http::Response>> send_keep(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto form = http::parse_form(request.body).value_or(shape::Fields{});
    if (!may_send(page, form)) {
        auto again = keep_form(field(form, "request"), field(form, "token"));
        again.fault = "That page was open for too long. Send it again.";
        co_return form_page(page, again, 403);
    }
    auto kept = co_await privacy::keep_account(app, ctx, field(form, "request"), field(form, "token"));
    if (kept) co_return said_page(page, "Your account stays", "Nothing was deleted. If it was not you who asked, set a new password.", {{"/account", "To your account"}, {"/account/forgotten", "Set a new password"}});
    co_return said_page(page, "This link does not work any more", "The account was deleted, or the link is of another one.", {{"/", "To the shop"}});
}

}  // namespace vitrine::storefront
