// The currency a shopper sees prices in: chosen by a form, kept in a cookie, followed by the cart.
#include "modules/storefront/cart_data.h"
#include "modules/storefront/flash.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/pages.h"
#include "modules/storefront/shown.h"

namespace vitrine::storefront {
namespace {

/// Prices the visitor's cart in the currency as well; one that is gone or has become an order stays as it is.
Task<void> follow(App& app, Ctx ctx, const http::Request& request, Currency currency, http::Response& response) {
    auto visit = visit_of(request, ctx);
    if (!visit.cart) co_return;
    visit.currency = currency;
    auto cart = co_await current_cart(app, ctx, visit);
    if (!cart || cart->currency == currency) co_return;
    auto priced = co_await in_chosen_currency(app, ctx, visit, std::move(*cart));
    remember_cart(response, request, priced, access_to(ctx, visit, priced), app.config.cart_ttl_days);
}

}  // namespace

Task<void> keep_currency(App& app, Ctx ctx, const http::Request& request, http::Response& response) {
    auto store = app.stores->by_id(ctx.store);
    auto asked = store ? asked_currency(*store, request) : std::nullopt;
    if (!asked) co_return;
    remember_currency(response, request, *asked);
    co_await follow(app, ctx, request, *asked, response);
}

Task<carts::CartView> in_chosen_currency(App& app, Ctx ctx, Visit visit, carts::CartView cart) {
    if (!visit.currency || cart.currency == *visit.currency) co_return cart;
    auto priced = co_await carts::choose_currency(app, ctx, cart.id, access_to(ctx, visit, cart), *visit.currency, {});
    if (priced) co_return std::move(*priced);
    co_return cart;
}

Task<Result<http::Response>> choose_currency(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto form = http::parse_form(request.body).value_or(shape::Fields{});
    auto response = http::see_other(safe_path(field(form, "return_to"), "/"));
    auto currency = Currency::parse(field(form, "currency"));
    if (!may_act(app.config, request, page.visit, form, false)) {
        set_flash(response, request, "foreign");
    } else if (!currency || !page.store->sells_in(*currency)) {
        set_flash(response, request, "currency");
    } else {
        remember_currency(response, request, *currency);
        co_await follow(app, ctx, request, *currency, response);
    }
    co_return response;
}

}  // namespace vitrine::storefront
