// The two forms for codes. A code that is refused is answered with the cart and the reason beside the field; from the checkout it leads back there.
#include "modules/storefront/cart_data.h"
#include "modules/storefront/codes.h"
#include "modules/storefront/flash.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/pages.h"

namespace vitrine::storefront {
namespace {

Task<http::Response> cart_page(Page& page, const carts::CartView* cart, std::optional<CodeFault> fault, std::string_view flash) {
    if (!flash.empty()) page.visit.flash = std::string(flash);
    auto data = layout(page, {.title = "Your cart | " + page.store->name});
    add_cart(data, page, cart);
    if (cart) add_codes(data, *cart, "/cart", "cart", fault);
    co_await add_saved(data, page);
    co_return respond(page, "cart", std::move(data), fault ? 422 : 200);
}

http::Response back(Page& page, const std::string& path, std::string_view flash) {
    auto response = http::see_other(path);
    set_flash(response, page.request, flash);
    return response;
}

/// The cart is shown at once to a script and where something is wrong with the code; else the browser goes back to where the form was.
Task<http::Response> settle(Page& page, App& app, Ctx ctx, const std::string& path, Result<carts::CartView> done, std::string typed, std::string_view flash) {
    bool is_cart = path == "/cart";
    bool is_about_code = !done && (done.error().code.starts_with("promotions.") || done.error().code.starts_with("tenders.") || done.error().code == carts::too_many_codes.code);
    if (!done) flash = flash_code_of(done.error());
    bool is_shown = is_cart && (!page.visit.fragments.empty() || is_about_code);
    if (!is_shown) {
        auto response = back(page, path, flash);
        if (done) remember_cart(response, page.request, *done, page.visit.access, app.config.cart_ttl_days);
        co_return response;
    }
    std::optional<CodeFault> fault;
    if (is_about_code) fault = CodeFault{std::move(typed), done.error().detail.empty() ? done.error().title + "." : done.error().detail};
    auto cart = done ? std::optional(std::move(*done)) : co_await current_cart(app, ctx, page.visit);
    co_return co_await cart_page(page, cart ? &*cart : nullptr, fault, is_about_code ? std::string_view{} : flash);
}

}  // namespace

Task<Result<http::Response>> apply_code(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto form = http::parse_form(request.body).value_or(shape::Fields{});
    auto path = safe_path(field(form, "return_to"), "/cart");
    co_await take_current(page);
    if (!page.visit.cart) co_return back(page, "/cart", "ordered");
    if (!may_act(app.config, request, page.visit, form, true)) co_return back(page, path, "expired");
    auto typed = field(form, "code");
    auto done = co_await enter_code(app, ctx, *page.visit.cart, page.visit.access, typed);
    co_return co_await settle(page, app, ctx, path, std::move(done), typed, "code_applied");
}

Task<Result<http::Response>> remove_code(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto form = http::parse_form(request.body).value_or(shape::Fields{});
    auto path = safe_path(field(form, "return_to"), "/cart");
    co_await take_current(page);
    if (!page.visit.cart) co_return back(page, "/cart", "ordered");
    if (!may_act(app.config, request, page.visit, form, true)) co_return back(page, path, "expired");
    auto card = tenders::AccountId::parse(field(form, "gift_card"));
    Result<carts::CartView> done = card ? co_await carts::remove_gift_card(app, ctx, *page.visit.cart, page.visit.access, *card, {})
                                        : co_await carts::remove_coupon(app, ctx, *page.visit.cart, page.visit.access, field(form, "coupon"), {});
    co_return co_await settle(page, app, ctx, path, std::move(done), {}, "code_removed");
}

}  // namespace vitrine::storefront
