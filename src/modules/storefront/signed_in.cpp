// Signing in: what was gathered as a guest comes along.
#include "modules/storefront/signed_in.h"

#include "modules/storefront/visit.h"

namespace vitrine::storefront {
namespace {

/// The customer's cart, with the guest's in it where this browser held one.
Task<carts::Adopted> bring_cart(App& app, Ctx ctx, const Visit& guest) {
    carts::Adopted out;
    if (guest.cart && !guest.access.token.empty()) {
        auto joined = co_await carts::adopt(app, ctx, *guest.cart, guest.access);
        if (joined) out = std::move(*joined);
    }
    if (out.cart) co_return out;
    auto own = co_await carts::mine(app, ctx);
    if (own) out.cart = std::move(*own);
    co_return out;
}

}  // namespace

Task<void> bring_along(App& app, Ctx ctx, const http::Request& request, http::Response& response) {
    if (!carts::customer_of(ctx)) co_return;
    auto guest = visit_of(request);  // what the cookies say, whoever is signed in
    auto brought = co_await bring_cart(app, ctx, guest);
    if (brought.cart) remember_cart(response, request, *brought.cart, carts::access_of(ctx, {}), app.config.cart_ttl_days);
    else if (guest.cart) forget_cart(response, request);
    if (!brought.notices.empty()) set_flash(response, request, "joined");
    if (guest.list.token.empty()) co_return;
    auto moved = co_await carts::adopt_lists(app, ctx, guest.list);
    if (moved) forget_list(response, request);
}

}  // namespace vitrine::storefront
