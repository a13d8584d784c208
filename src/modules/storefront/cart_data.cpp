#include "modules/storefront/cart_data.h"

#include <algorithm>

#include "modules/carts/features/api.h"
#include "modules/storefront/codes.h"
#include "modules/storefront/delivery_words.h"
#include "modules/storefront/guard.h"
#include "modules/storefront/photo.h"
#include "modules/storefront/show.h"
#include "modules/storefront/totals.h"

namespace vitrine::storefront {
namespace {

constexpr std::int64_t most_in_one_line = 9'999;

/// How far it is to free delivery, by the way of delivery that the cart would take. One that is free already says so where the page promised it from a sum on.
html::Data free_shipping(const Page& page, const carts::CartView& cart) {
    const auto& options = cart.shipping_options;
    auto way = cart.shipping_option ? std::ranges::find(options, *cart.shipping_option, &shipping::Option::id) : options.end();
    if (way == options.end()) way = options.begin();
    if (way == options.end()) return false;
    auto from = way->free_from ? way->free_from : way->price.is_zero() ? free_from(page, cart.currency) : std::nullopt;
    if (!from || from->is_zero()) return false;
    bool is_reached = way->price.is_zero();
    auto text = is_reached ? std::string("Delivery is free.") : "Add " + format_for_people(*from - cart.subtotal) + " more for free delivery.";
    return html::Data{{"text", text}, {"goal", std::to_string(from->minor)}, {"reached", std::to_string(std::min(from->minor, cart.subtotal.minor))}};
}

/// Before an address is known the store's own country is assumed; the checkout asks again.
html::List totals(const carts::CartView& cart) { return total_rows(cart.subtotal, cart.totals); }

/// "Taxes are included.", "Taxes are added above." or nothing to say.
html::Data tax_note(const carts::Totals& totals) {
    if (totals.tax.is_zero()) return "Taxes are included.";
    if (totals.tax == totals.tax_included) return "Taxes are included in the prices.";
    return totals.tax_included.is_zero() ? "Prices are before tax." : "Some prices hold their tax already.";
}

html::List gifts_of(const Page& page, const carts::CartView& cart) {
    html::List list;
    for (const auto& gift : cart.gifts) {
        html::Members data{{"href", "/p/" + gift.product_slug}, {"title", gift.title}, {"label", gift.label}, {"quantity", std::to_string(gift.quantity)},
                           {"variant_text", gift.options.empty() ? html::Data(false) : html::Data(gift.options)}};
        add_picture(data, gift.category_slug, gift.title, gift.product_slug);
        add_photo_of(data, page, gift.product_slug, gift.title);
        list.push_back(std::move(data));
    }
    return list;
}

}  // namespace

Task<std::optional<carts::CartView>> current_cart(App& app, Ctx ctx, Visit visit) {
    if (visit.cart) {
        auto seen = co_await carts::view(app, ctx, *visit.cart, visit.access);
        if (seen && seen->state == "active") co_return std::move(*seen);
    }
    if (!carts::customer_of(ctx)) co_return std::nullopt;
    auto own = co_await carts::mine(app, ctx);
    if (!own) co_return std::nullopt;
    co_return std::move(*own);
}

Task<void> take_current(Page& page) {
    if (!carts::customer_of(page.ctx)) co_return;
    auto cart = co_await current_cart(page.app, page.ctx, page.visit);
    if (cart) take_in_hand(page, *cart);
}

void take_in_hand(Page& page, const carts::CartView& cart) {
    page.visit.access = access_to(page.ctx, page.visit, cart);
    page.visit.cart = cart.id;
}

void add_photo_of(html::Members& into, const Page& page, std::string_view slug, std::string_view title) {
    if (slug.empty() || !page.snapshot) return;
    add_photo(into, page.snapshot->picture(slug), title, page.store->language, media_base(page), in_line);
}

html::Members kept_data(const carts::KeptItem& item) {
    bool is_out = !item.price || item.available <= 0;
    html::Members data{{"variant", item.variant.text()},
                       {"href", item.product_slug.empty() ? html::Data(false) : html::Data("/p/" + item.product_slug)},
                       {"title", item.title},
                       {"variant_text", item.options.empty() ? html::Data(false) : html::Data(item.options)},
                       {"quantity_text", item.quantity > 1 ? html::Data(std::to_string(item.quantity) + " pieces") : html::Data(false)},
                       {"price", item.price ? html::Data(format_for_people(*item.price)) : html::Data(false)},
                       {"cheaper", item.is_cheaper ? html::Data("It was " + format_for_people(*item.price_then) + " when you kept it") : html::Data(false)},
                       {"out_text", !item.price ? html::Data("No longer for sale") : is_out ? html::Data("Sold out at the moment") : html::Data(false)},
                       {"can_move", !is_out}};
    add_picture(data, item.category_slug, item.title, item.product_slug);
    return data;
}

Task<void> add_saved(html::Members& into, const Page& page) {
    html::List items;
    auto kept = co_await carts::kept(page.app, page.ctx, carts::ListKind::later, page.visit.list);
    if (kept)
        for (const auto& item : kept->items) {
            auto data = kept_data(item);
            add_photo_of(data, page, item.product_slug, item.title);
            items.push_back(std::move(data));
        }
    into["has_saved"] = !items.empty();
    into["saved_items"] = std::move(items);
}

html::Members line_data(const carts::LineView& line) {
    html::Members data{{"href", "/p/" + line.product_slug},
                       {"title", line.title},
                       {"variant_text", line.options.empty() ? html::Data(false) : html::Data(line.options)},
                       {"unit_price", format_for_people(line.unit_price)},
                       {"quantity", std::to_string(line.quantity)},
                       {"saved", line.discount.is_zero() ? html::Data(false) : html::Data("You save " + format_for_people(line.discount) + " on this")},
                       {"total", format_for_people(line.total)}};
    add_picture(data, line.category_slug, line.title, line.product_slug);
    return data;
}

void add_cart(html::Members& into, const Page& page, const carts::CartView* cart) {
    bool is_empty = !cart || cart->lines.empty();
    into["empty_cart"] = is_empty;
    into["cart"] = html::Data{{"count", cart && cart->item_count > 0 ? html::Data(std::to_string(cart->item_count)) : html::Data(false)}};
    into["csrf"] = form_token(page.app.config, page.visit);
    bool is_live = cart && flags::is_on(carts::live_cart, page.ctx, cart->id.text());
    into["live"] = is_live ? html::Data{{"cart", cart->id.text()}, {"tag", carts::tag_of(*cart)}} : html::Data(false);
    if (is_empty) return;
    html::List lines;
    bool can_check_out = true;
    for (const auto& line : cart->lines) {
        auto data = line_data(line);
        add_photo_of(data, page, line.product_slug, line.title);
        bool is_short = line.available < line.quantity;
        can_check_out = can_check_out && !is_short;
        data["id"] = line.id.text();
        data["version"] = std::to_string(cart->version);
        data["variant"] = line.variant.text();
        data["max"] = std::to_string(std::clamp<std::int64_t>(std::max(line.available, line.quantity), 1, most_in_one_line));
        auto notice = line.notice ? *line.notice : is_short ? line.available > 0 ? "Only " + std::to_string(line.available) + " left." : "Sold out: remove it to go on." : std::string();
        data["notice"] = notice.empty() ? html::Data(false) : html::Data(notice);
        lines.push_back(std::move(data));
    }
    into["lines"] = std::move(lines);
    into["rows"] = totals(*cart);
    into["gifts"] = gifts_of(page, *cart);
    into["has_gifts"] = !cart->gifts.empty();
    into["free_shipping"] = free_shipping(page, *cart);
    add_codes(into, *cart, "/cart", "cart");
    into["can_check_out"] = can_check_out;
    into["tax_note"] = tax_note(cart->totals);
}

}  // namespace vitrine::storefront
