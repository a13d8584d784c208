// Signing in by a provider of identities, and back.
#include "modules/storefront/account_frame.h"
#include "modules/storefront/checkout.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/pages.h"

namespace vitrine::storefront {
namespace {

std::string asked(const Page& page, std::string_view name) {
    for (const auto& [key, value] : page.request.query)
        if (key == name) return value;
    return {};
}

std::string provider_of(const Page& page) {
    for (const auto& [name, value] : page.request.path_parameters)
        if (name == "provider") return value;
    return {};
}

http::Response not_in(const Page& page, const Refusal& refusal) {
    if (refusal.code == accounts::provider_unproved.code)
        return said_page(page, "You have an account already", "There is an account with this address. Sign in to it, by your password or a link in a mail; then connect Google under Sign-in and security.",
                         {{"/account/sign-in?return_to=%2Faccount%2Fsecurity", "Sign in"}});
    return said_page(page, "That did not work", refusal.title + ".", {{"/account/sign-in", "Sign in another way"}});
}

bool is_shown(const Refusal& refusal) {
    return refusal.code == accounts::provider_away.code || refusal.code == accounts::provider_refused.code || refusal.code == accounts::provider_unproved.code;
}

}  // namespace

Task<Result<http::Response>> depart(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto departure = co_await accounts::depart_to_provider(app, ctx, provider_of(page), way_back(asked(page, "return_to")));
    if (!departure && is_shown(departure.error())) co_return not_in(page, departure.error());
    if (!departure) co_return refuse(std::move(departure.error()));
    auto response = http::see_other(departure->url);
    accounts::remember_departure(request, response, *departure);
    response.set("Cache-Control", "private, no-store");
    co_return response;
}

Task<Result<http::Response>> connect(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto person = customer_of(ctx);
    if (!person) co_return to_sign_in(page);
    auto sent = http::parse_form(request.body).value_or(shape::Fields{});
    if (!may_send(page, sent)) co_return onward(page, "/account/security", "expired");
    auto departure = co_await accounts::depart_to_connect(app, ctx, *person, provider_of(page), field(sent, "provider_password"), accounts::visitor_of(request));
    if (departure) {
        // Not by a redirect: browsers hold what a form leads to against form-action, and ours lead nowhere but here.
        auto response = said_page(page, "One more step", "Go on to Google and choose the account that you want to sign in with.", {{departure->url, "Go on to Google"}});
        accounts::remember_departure(request, response, *departure);
        co_return response;
    }
    if (is_shown(departure.error())) co_return not_in(page, departure.error());
    if (departure.error().code == accounts::provider_unknown.code) co_return refuse(std::move(departure.error()));
    co_return co_await wrong_on_security(page, *person, "provider_password", std::move(departure.error()));
}

Task<Result<http::Response>> come_back(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    if (!asked(page, "error").empty()) co_return onward(page, "/account/sign-in");  // somebody thought better of it
    auto step = co_await accounts::return_from_provider(app, ctx, provider_of(page), accounts::departure_of(request), asked(page, "state"), asked(page, "code"), accounts::visitor_of(request));
    if (!step && !is_shown(step.error())) co_return refuse(std::move(step.error()));
    bool is_connected = step && !step->opened && !step->challenge;
    http::Response response;
    if (!step) response = not_in(page, step.error());
    else if (is_connected) response = onward(page, "/account/security", "connected");
    else response = co_await after_step(page, *step, "/account");
    accounts::forget_departure(request, response);
    co_return response;
}

Task<Result<http::Response>> disconnect(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto person = customer_of(ctx);
    if (!person) co_return to_sign_in(page);
    auto sent = http::parse_form(request.body).value_or(shape::Fields{});
    if (!may_send(page, sent)) co_return onward(page, "/account/security", "expired");
    auto done = co_await accounts::disconnect_provider(app, ctx, *person, provider_of(page), field(sent, "provider_password"), accounts::visitor_of(request));
    co_return onward(page, "/account/security", done ? "disconnected" : "sorry");
}

}  // namespace vitrine::storefront
