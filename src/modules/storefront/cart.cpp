// The cart page and its two forms. Without scripts each change is POST, 303, GET; with scripts the answer is the changed fragments.
#include <charconv>

#include "io/crypto/digest.h"
#include "modules/accounts/api.h"
#include "modules/storefront/cart_data.h"
#include "modules/storefront/flash.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/pages.h"

namespace vitrine::storefront {
namespace {

std::optional<std::int64_t> whole(std::string_view text) {
    std::int64_t value = 0;
    auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc() || end != text.data() + text.size()) return {};
    return value;
}

/// What became of a change, and the cart afterwards where there is one.
struct Outcome {
    std::string flash;
    std::optional<carts::CartView> cart;
    std::optional<std::string> list_token = {};  ///< of a guest's list that began with this change
};

Task<http::Response> cart_answer(Page& page, const carts::CartView* cart, std::string flash) {
    if (!flash.empty()) page.visit.flash = std::move(flash);
    auto data = layout(page, {.title = "Your cart | " + page.store->name});
    add_cart(data, page, cart);
    co_await add_saved(data, page);
    co_return respond(page, "cart", std::move(data));
}

/// Sends the outcome back: fragments to a script, else 303 to `back`.
Task<http::Response> settle(Page& page, Outcome outcome, std::string back) {
    auto access = outcome.cart ? access_to(page.ctx, page.visit, *outcome.cart) : carts::Access{};
    auto remember = [&](http::Response& response) {
        if (outcome.cart) remember_cart(response, page.request, *outcome.cart, access, page.app.config.cart_ttl_days);
        if (outcome.list_token) remember_list(response, page.request, *outcome.list_token);
    };
    if (outcome.list_token) page.visit.list = {*outcome.list_token};
    if (!page.visit.fragments.empty()) {
        if (outcome.cart) take_in_hand(page, *outcome.cart);
        auto response = co_await cart_answer(page, outcome.cart ? &*outcome.cart : nullptr, outcome.flash);
        remember(response);
        co_return response;
    }
    auto response = http::see_other(back);
    remember(response);
    set_flash(response, page.request, outcome.flash);
    co_return response;
}

/// Adds to the visitor's cart, or opens one. A cart that is gone or has become an order is replaced by a new one.
Task<Outcome> add(App& app, Ctx ctx, Visit visit, carts::AddLine line) {
    if (visit.cart) {
        auto added = co_await carts::add_line(app, ctx, *visit.cart, visit.access, line);
        if (added) co_return Outcome{"added", std::move(*added)};
        bool is_lost = added.error().code == carts::not_found.code || added.error().code == carts::closed.code;
        if (added.error().code == carts::stale.code) {
            // The browser sent the same form twice, or the cart changed on another device meanwhile.
            auto seen = co_await current_cart(app, ctx, visit);
            bool is_there = false;
            for (const auto& known : seen ? seen->lines : std::vector<carts::LineView>{}) is_there = is_there || known.variant == line.variant;
            if (is_there) co_return Outcome{"added", std::move(seen)};
            line.version.reset();
            auto again = co_await carts::add_line(app, ctx, *visit.cart, visit.access, line);
            if (again) co_return Outcome{"added", std::move(*again)};
            co_return Outcome{std::string(flash_code_of(again.error())), {}};
        }
        if (!is_lost) {
            auto seen = co_await current_cart(app, ctx, visit);
            co_return Outcome{std::string(flash_code_of(added.error())), std::move(seen)};
        }
    }
    line.version.reset();
    auto made = co_await carts::create(app, ctx, line);
    if (!made) co_return Outcome{std::string(flash_code_of(made.error())), {}};
    co_return Outcome{"added", std::move(*made)};
}

/// Moves an article from a list into the visitor's cart, which is opened where there is none.
Task<Outcome> move_to_cart(App& app, Ctx ctx, Visit visit, carts::ListKind kind, catalog::VariantId variant) {
    std::optional<std::string> token;
    auto cart = co_await current_cart(app, ctx, visit);
    if (!cart) {
        auto made = co_await carts::create(app, ctx, {});
        if (!made) co_return Outcome{std::string(flash_code_of(made.error())), {}};
        token = made->token;
        cart = std::move(*made);
    }
    auto moved = co_await carts::put_back(app, ctx, cart->id, access_to(ctx, visit, *cart), kind, visit.list, variant);
    if (!moved) co_return Outcome{std::string(flash_code_of(moved.error())), std::move(cart)};
    moved->token = token;
    co_return Outcome{"added", std::move(*moved)};
}

/// The quantity a line form asks for: typed, one less, one more, none.
std::optional<std::int64_t> wanted_quantity(const shape::Fields& form) {
    auto action = field(form, "action");
    if (action == "remove") return 0;
    auto typed = whole(field(form, "quantity"));
    if (!typed || *typed < 0 || *typed > 9'999) return {};
    if (action == "less") return std::max<std::int64_t>(*typed - 1, 0);
    if (action == "more") return std::min<std::int64_t>(*typed + 1, 9'999);
    return typed;
}

}  // namespace

Task<Result<http::Response>> cart(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto seen = co_await current_cart(app, ctx, page.visit);
    if (seen) seen = co_await in_chosen_currency(app, ctx, page.visit, std::move(*seen));
    if (seen) take_in_hand(page, *seen);
    auto response = co_await cart_answer(page, seen ? &*seen : nullptr, {});
    if (seen) remember_cart(response, request, *seen, page.visit.access, app.config.cart_ttl_days);
    else if (page.visit.cart) forget_cart(response, request);
    co_return response;
}

Task<Result<http::Response>> add_to_cart(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto form = http::parse_form(request.body).value_or(shape::Fields{});
    auto back = safe_path(field(form, "return_to"), "/cart");
    auto variant = catalog::VariantId::parse(field(form, "variant"));
    auto quantity = whole(field(form, "quantity"));
    Outcome outcome;
    if (!may_act(app.config, request, page.visit, form, false)) outcome.flash = "foreign";
    else if (!variant) outcome.flash = "gone";
    else if (!quantity || *quantity < Quantity::least || *quantity > Quantity::most) outcome.flash = "quantity";
    if (!outcome.flash.empty()) {
        outcome.cart = co_await current_cart(app, ctx, page.visit);
        co_return co_await settle(page, std::move(outcome), back);
    }

    carts::AddLine line{*variant, Quantity{*quantity}, {}};
    auto key = field(form, "idempotency_key");
    if (!key.empty()) {
        auto scope = page.visit.access.token + "|" + key;
        key = crypto::hex(crypto::sha256(scope));
        if (!app.site->recent_keys().claim(key, ctx.now)) {
            outcome.cart = co_await current_cart(app, ctx, page.visit);
            outcome.flash = "added";
            co_return co_await settle(page, std::move(outcome), back);
        }
    } else {
        line.version = page.visit.cart_version;  // a form sent twice carries the same version twice
    }
    outcome = co_await add(app, ctx, page.visit, line);
    if (outcome.cart) {
        auto token = outcome.cart->token;
        auto visit = page.visit;
        visit.access = access_to(ctx, visit, *outcome.cart);
        visit.cart = outcome.cart->id;
        outcome.cart = co_await in_chosen_currency(app, ctx, visit, std::move(*outcome.cart));
        outcome.cart->token = token;
    }
    if (outcome.flash != "added" && !key.empty()) app.site->recent_keys().release(key);
    co_return co_await settle(page, std::move(outcome), back);
}

Task<Result<http::Response>> change_line(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto form = http::parse_form(request.body).value_or(shape::Fields{});
    auto line = carts::LineId::parse(std::string_view(request.path).substr(std::string_view("/cart/lines/").size()));
    auto quantity = wanted_quantity(form);
    bool is_for_later = field(form, "action") == "later";
    co_await take_current(page);
    Outcome outcome;
    if (!may_act(app.config, request, page.visit, form, true)) outcome.flash = "expired";
    else if (!line || !page.visit.cart) outcome.flash = "stale";
    else if (!quantity && !is_for_later) outcome.flash = "quantity";
    if (outcome.flash.empty() && is_for_later) {
        auto saved = co_await carts::save_for_later(app, ctx, *page.visit.cart, page.visit.access, page.visit.list, *line, {});
        outcome.flash = saved ? "saved" : flash_code_of(saved.error());
        if (saved) outcome.list_token = saved->list_token, outcome.cart = std::move(saved->cart);
    } else if (outcome.flash.empty()) {
        carts::EditLine edit{{*quantity}, whole(field(form, "version"))};
        auto edited = co_await carts::edit_line(app, ctx, *page.visit.cart, page.visit.access, *line, edit);
        outcome.flash = edited ? *quantity == 0 ? "removed" : "updated" : flash_code_of(edited.error());
        if (edited) outcome.cart = std::move(*edited);
    }
    if (!outcome.cart) outcome.cart = co_await current_cart(app, ctx, page.visit);
    co_return co_await settle(page, std::move(outcome), "/cart");
}

Task<Result<http::Response>> change_saved(App& app, Ctx ctx, const http::Request& request) {
    Page page(app, ctx, request);
    auto form = http::parse_form(request.body).value_or(shape::Fields{});
    auto variant = catalog::VariantId::parse(std::string_view(request.path).substr(std::string_view("/cart/saved/").size()));
    bool is_back = field(form, "action") == "back";
    co_await take_current(page);
    Outcome outcome;
    if (!may_act(app.config, request, page.visit, form, page.visit.cart.has_value())) outcome.flash = "expired";
    else if (!variant) outcome.flash = "gone";
    if (outcome.flash.empty() && is_back) {
        outcome = co_await move_to_cart(app, ctx, page.visit, carts::ListKind::later, *variant);
    } else if (outcome.flash.empty()) {
        co_await carts::drop_kept(app, ctx, carts::ListKind::later, page.visit.list, *variant);
        outcome.flash = "dropped";
    }
    if (!outcome.cart) outcome.cart = co_await current_cart(app, ctx, page.visit);
    co_return co_await settle(page, std::move(outcome), "/cart");
}

/// A cart that was opened by being signed in stays open as long as that session.
carts::Stay stay_of(App& app, const Ctx& ctx, const http::Request& request) {
    auto session = accounts::session_of(app.config, ctx.store, request, ctx.now);
    if (!session) return {};
    auto stands = [&app, ctx, session = *session]() -> Task<bool> {
        auto now = ctx;
        now.now = clock_now();
        now.deadline = now.now + Duration(10s);
        co_return co_await accounts::session_stands(app, now, session.person, session.session);
    };
    return {.until = session->ends_at, .stands = std::move(stands)};
}

Task<Result<http::Response>> cart_live(App& app, Ctx ctx, const http::Request& request) {
    auto visit = visit_of(request, ctx);
    if (!visit.cart) co_return refuse(carts::not_found);
    co_return carts::live(app, ctx, *visit.cart, visit.access, visit.access.customer ? stay_of(app, ctx, request) : carts::Stay{});
}

}  // namespace vitrine::storefront
