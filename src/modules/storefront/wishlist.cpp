// The list of wishes: a guest's by a cookie of its own, a customer's on every device. Its forms stand on pages that are the same for everybody.
#include "modules/storefront/cart_data.h"
#include "modules/storefront/flash.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/pages.h"

namespace vitrine::storefront {
namespace {

http::Response list_page(Page& page, const carts::KeptList& kept) {
    auto data = layout(page, {.title = "Your wishlist | " + page.store->name, .is_noindex = true});
    html::List items;
    for (const auto& item : kept.items) {
        auto data = kept_data(item);
        add_photo_of(data, page, item.product_slug, item.title);
        items.push_back(std::move(data));
    }
    data["empty_list"] = items.empty();
    data["wishes"] = std::move(items);
    return respond(page, "wishlist", std::move(data));
}

/// What a press did: the list afterwards, the cart where something went into it, and what to say.
struct Done {
    std::string flash;
    std::optional<carts::KeptList> list;
    std::optional<carts::CartView> cart = {};
};

Task<Done> put_into_cart(App& app, Ctx ctx, Visit visit, catalog::VariantId variant) {
    auto cart = co_await current_cart(app, ctx, visit);
    std::optional<std::string> token;
    if (!cart) {
        auto made = co_await carts::create(app, ctx, {});
        if (!made) co_return Done{std::string(flash_code_of(made.error())), {}};
        token = made->token;
        cart = std::move(*made);
    }
    auto moved = co_await carts::put_back(app, ctx, cart->id, access_to(ctx, visit, *cart), carts::ListKind::wish, visit.list, variant);
    if (!moved) co_return Done{std::string(flash_code_of(moved.error())), {}};
    moved->token = token;
    co_return Done{"added", {}, std::move(*moved)};
}

Task<Done> change(App& app, Ctx ctx, Visit visit, catalog::VariantId variant, std::string action) {
    if (action == "move") co_return co_await put_into_cart(app, ctx, visit, variant);
    bool is_off = action == "remove";
    auto list = is_off ? co_await carts::drop_kept(app, ctx, carts::ListKind::wish, visit.list, variant) : co_await carts::wish(app, ctx, visit.list, variant);
    if (!list) co_return Done{std::string(flash_code_of(list.error())), {}};
    co_return Done{is_off ? "dropped" : "wished", std::move(*list)};
}

}  // namespace

Task<Result<http::Response>> wishlist(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto kept = co_await carts::kept(app, ctx, carts::ListKind::wish, page.visit.list);
    if (!kept) co_return refuse(std::move(kept.error()));
    co_return list_page(page, *kept);
}

Task<Result<http::Response>> change_wishlist(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto form = http::parse_form(request.body).value_or(shape::Fields{});
    auto variant = catalog::VariantId::parse(field(form, "variant"));
    Done done;
    if (!may_act(app.config, request, page.visit, form, false)) done.flash = "foreign";
    else if (!variant) done.flash = "gone";
    else done = co_await change(app, ctx, page.visit, *variant, field(form, "action"));

    bool begins = done.list && done.list->token;
    if (begins) page.visit.list = {*done.list->token};
    auto remember = [&](http::Response& response) {
        if (begins) remember_list(response, request, *done.list->token);
        if (done.cart) remember_cart(response, request, *done.cart, access_to(ctx, page.visit, *done.cart), app.config.cart_ttl_days);
    };
    if (page.visit.fragments.empty()) {
        auto response = http::see_other(safe_path(field(form, "return_to"), "/wishlist"));
        remember(response);
        set_flash(response, request, done.flash);
        co_return response;
    }
    auto kept = co_await carts::kept(app, ctx, carts::ListKind::wish, page.visit.list);
    page.visit.flash = done.flash;
    if (done.cart) page.visit.cart_count = done.cart->item_count;
    auto response = list_page(page, kept.value_or(carts::KeptList{}));
    remember(response);
    co_return response;
}

}  // namespace vitrine::storefront
