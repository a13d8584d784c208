// A link to a cart that was left alone. Opening the page does nothing, because mail scanners open every link; the press of the button does.
#include "modules/storefront/cart_data.h"
#include "modules/storefront/flash.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/pages.h"

namespace vitrine::storefront {

Task<Result<http::Response>> recovery(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto data = layout(page, {.title = "Your cart | " + page.store->name, .is_noindex = true});
    data["token"] = std::string(std::string_view(request.path).substr(std::string_view("/cart/recovery/").size()));
    auto response = respond(page, "cart_recovery", std::move(data));
    response.set("Referrer-Policy", "no-referrer").set("Cache-Control", "no-store");  // the address is a secret
    co_return response;
}

Task<Result<http::Response>> recover_cart(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto form = http::parse_form(request.body).value_or(shape::Fields{});
    auto response = http::see_other("/cart");
    if (!may_act(app.config, request, page.visit, form, false)) {
        set_flash(response, request, "foreign");
        co_return response;
    }
    auto cart = co_await carts::recover(app, ctx, field(form, "token"));
    if (cart) remember_cart(response, request, *cart, {cart->token.value_or("")}, app.config.cart_ttl_days);
    set_flash(response, request, cart ? std::string_view("back_again") : flash_code_of(cart.error()));
    co_return response;
}

}  // namespace vitrine::storefront
