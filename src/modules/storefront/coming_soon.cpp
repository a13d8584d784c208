// A store that has not opened yet: what it says of itself, the ways to look in before it opens, and who wants to hear when it does.
#include "modules/storefront/api.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/layout.h"
#include "modules/storefront/pages.h"
#include "modules/storefront/show.h"

namespace vitrine::storefront {
namespace {

std::string token_of(const http::Request& request) {
    for (const auto& [name, value] : request.query)
        if (name == "token") return value;
    return {};
}

/// Back to the front page, with a word to read there.
http::Response said(const http::Request& request, std::string_view code) {
    auto response = http::see_other("/");
    set_flash(response, request, code);
    return response;
}

/// Where the form did not come from this shop there is nothing but a word about it.
std::optional<shape::Fields> own_form(const Page& page) {
    auto form = http::parse_form(page.request.body).value_or(shape::Fields{});
    return may_act(page.app.config, page.request, page.visit, form, false) ? std::optional(std::move(form)) : std::nullopt;
}

}  // namespace

http::Response coming_soon(App& app, const Ctx& ctx, const http::Request& request) {
    Page page(app, ctx, request);
    page.visit.fragments.clear();
    auto sign = launch::sign_of(ctx.store);
    auto heading = sign.heading.empty() ? page.store->name + " opens soon" : sign.heading;
    auto data = layout(page, {.title = heading + " | " + page.store->name, .is_noindex = true});
    data["heading"] = heading;
    data["text"] = sign.text.empty() ? html::Data(false) : html::Data(sign.text);
    data["opens"] = sign.opens_at ? html::Data(day_and_time(*sign.opens_at, page.store->time_zone)) : html::Data(false);
    data["takes_addresses"] = sign.takes_addresses;
    data["has_password"] = sign.has_password;
    auto response = respond(page, "coming_soon", std::move(data));
    response.set("Cache-Control", "no-store");
    return response;
}

Task<Result<http::Response>> use_preview_link(App& app, Ctx ctx, const http::Request& request) {
    auto entered = launch::enter_by_link(app.config, ctx, token_of(request));
    auto response = entered ? http::see_other("/") : said(request, "preview_over");
    if (entered) launch::remember_preview(request, response, std::move(*entered));
    response.set("Referrer-Policy", "no-referrer").set("Cache-Control", "no-store");  // the address is a secret
    co_return response;
}

Task<Result<http::Response>> send_preview_password(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto form = own_form(page);
    if (!form) co_return said(request, "foreign");
    auto entered = co_await launch::enter_by_password(app, ctx, field(*form, "password").substr(0, 256));
    if (!entered && entered.error().code != launch::password_wrong.code) co_return refuse(std::move(entered.error()));
    if (!entered) co_return said(request, "preview_wrong");
    auto response = http::see_other("/");
    launch::remember_preview(request, response, std::move(*entered));
    co_return response;
}

Task<Result<http::Response>> send_signup(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto form = own_form(page);
    if (!form) co_return said(request, "foreign");
    auto mailbox = Email::parse(field(*form, "email"));
    if (!mailbox) co_return said(request, "launch_mailbox");
    auto done = co_await launch::sign_up(app, ctx, std::move(*mailbox));
    if (!done) co_return http::see_other("/");  // it has opened meanwhile
    co_return said(request, "launch_asked");
}

Task<Result<http::Response>> signup_page(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto data = layout(page, {.title = "Shall we tell you? | " + page.store->name, .is_noindex = true});
    data["token"] = token_of(request);
    auto response = respond(page, "launch_signup", std::move(data));
    response.set("Referrer-Policy", "no-referrer").set("Cache-Control", "no-store");  // the address is a secret
    co_return response;
}

Task<Result<http::Response>> confirm_signup(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto form = own_form(page);
    if (!form) co_return said(request, "foreign");
    auto done = co_await launch::confirm_signup(app, ctx, field(*form, "token"));
    co_return said(request, done ? "launch_confirmed" : "launch_link");
}

Task<Result<http::Response>> drop_signup(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto form = own_form(page);
    if (!form) co_return said(request, "foreign");
    auto done = co_await launch::drop_signup(app, ctx, field(*form, "token"));
    co_return said(request, done ? "launch_dropped" : "launch_link");
}

}  // namespace vitrine::storefront
