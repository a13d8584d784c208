// A link to a cart that was left alone. Opening the page does nothing, because mail scanners open every link; the press of the button does.
#include "modules/storefront/cart_data.h"
#include "modules/storefront/flash.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/pages.h"

namespace vitrine::storefront {
namespace {

/// What the visitor already had in hand goes along: into the account of who is signed in, else into the cart that came back.
Task<void> keep_what_was_there(Page& page, carts::CartView& cart, carts::Access& access) {
    if (carts::customer_of(page.ctx)) {
        auto own = co_await carts::adopt(page.app, page.ctx, cart.id, access);
        if (!own || !own->cart) co_return;
        cart = std::move(*own->cart);
        access = carts::access_of(page.ctx, {});
    }
    bool has_other = page.visit.cart && page.visit.cart != cart.id && !page.visit.access.token.empty();
    if (!has_other) co_return;
    auto join = access.customer ? carts::adopt(page.app, page.ctx, *page.visit.cart, page.visit.access)
                                : carts::bring_together(page.app, page.ctx, cart.id, access, *page.visit.cart, page.visit.access);
    auto joined = co_await std::move(join);
    if (joined && joined->cart) cart = std::move(*joined->cart);
}

}  // namespace

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
    if (cart) {
        carts::Access access{cart->token.value_or("")};
        co_await keep_what_was_there(page, *cart, access);
        remember_cart(response, request, *cart, access, app.config.cart_ttl_days);
    }
    set_flash(response, request, cart ? std::string_view("back_again") : flash_code_of(cart.error()));
    co_return response;
}

}  // namespace vitrine::storefront
