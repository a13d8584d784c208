#include <algorithm>

#include "modules/orders/routes.h"
#include "modules/orders/rules.h"

namespace vitrine::orders {
namespace {

struct CartPath {
    CartId id;
};
SHAPE(CartPath, id)
struct CartToken {
    std::optional<std::string> x_cart_token;   ///< left out by a customer who is signed in
};
SHAPE(CartToken, x_cart_token)
struct ChooseShipping {
    std::string option;
    std::optional<std::int64_t> version;
};
SHAPE(ChooseShipping, option, version)
struct ShippingOptions {
    std::vector<shipping::Option> items;
};
SHAPE(ShippingOptions, items)
struct MethodsQuery {
    CartId cart;
};
SHAPE(MethodsQuery, cart)
struct PaymentMethods {
    std::vector<payments::Method> items;
};
SHAPE(PaymentMethods, items)

struct QuoteQuery {
    std::optional<std::string> payment_method;   ///< adds what this way of paying costs
};
SHAPE(QuoteQuery, payment_method)

using Token = http::Headers<CartToken>;

std::string country_of(const carts::CartView& cart, const stores::Store& store) { return cart.shipping_address ? cart.shipping_address->country.str() : store.country; }

Task<Result<quotes::Quote>> get_quote(App& app, Ctx ctx, http::Path<CartPath> path, Token token, http::Query<QuoteQuery> query) {
    return quote(app, ctx, path->id, carts::access_of(ctx, token->x_cart_token), query->payment_method.value_or(""));
}

Task<Result<ShippingOptions>> get_options(App& app, Ctx ctx, http::Path<CartPath> path, Token token) {
    auto cart = co_await carts::view(app, ctx, path->id, carts::access_of(ctx, token->x_cart_token));
    if (!cart) co_return refuse(cart.error());
    co_return ShippingOptions{std::move(cart->shipping_options)};
}

Task<Result<carts::CartView>> put_option(App& app, Ctx ctx, http::Path<CartPath> path, Token token, http::Body<ChooseShipping> in) {
    auto cart = co_await carts::view(app, ctx, path->id, carts::access_of(ctx, token->x_cart_token));
    if (!cart) co_return refuse(cart.error());
    if (std::ranges::find(cart->shipping_options, in->option, &shipping::Option::id) == cart->shipping_options.end())
        co_return refuse(shipping::option_unknown, {}, {{"/option", "unknown", "choose one of the shipping options"}});
    co_return co_await carts::choose_shipping(app, ctx, path->id, carts::access_of(ctx, token->x_cart_token), in->option, in->version);
}

Task<Result<PaymentMethods>> get_methods(App& app, Ctx ctx, http::Query<MethodsQuery> query, Token token) {
    auto cart = co_await carts::view(app, ctx, query->cart, carts::access_of(ctx, token->x_cart_token));
    if (!cart) co_return refuse(cart.error());
    auto store = app.stores->known(ctx.store);
    co_return PaymentMethods{payments::methods(app.config, *store, cart->totals.payable, country_of(*cart, *store))};
}

}  // namespace

void checkout_routes(http::Routes<App>& routes) {
    routes.get("/api/v1/carts/{id}/quote", get_quote, {.summary = "What the cart costs now, with the explanation of every step", .refusals = {carts::not_found}});
    routes.get("/api/v1/carts/{id}/shipping-options", get_options, {.summary = "The ways this store delivers the cart", .refusals = {carts::not_found}});
    routes.put("/api/v1/carts/{id}/shipping-option", put_option,
               {.summary = "Chooses the way of delivery", .refusals = {carts::not_found, carts::stale, carts::closed, shipping::option_unknown}});
    routes.get("/api/v1/payment-methods", get_methods, {.summary = "The ways to pay that fit the cart", .refusals = {carts::not_found}});
}

}  // namespace vitrine::orders
