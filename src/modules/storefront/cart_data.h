#pragma once
#include "modules/carts/api.h"
#include "modules/storefront/layout.h"

namespace vitrine::storefront {

/// The visitor's cart; nothing when there is none that can still be changed. Who is signed in has the same one on every device: `access_to` opens it.
Task<std::optional<carts::CartView>> current_cart(App& app, Ctx ctx, Visit visit);

/// The cart in the currency this visitor chose; as it is where none was chosen, or where it can no longer be changed.
Task<carts::CartView> in_chosen_currency(App& app, Ctx ctx, Visit visit, carts::CartView cart);

/// Adds what the templates `cart` and `cart_body` need. `cart` may be null: empty.
void add_cart(html::Members& into, const Page& page, const carts::CartView* cart);

/// Before a form acts: who is signed in has the cart in hand that the pages show, whichever the cookie names.
Task<void> take_current(Page& page);

/// From here on the page, its forms and its cookies are about this cart.
void take_in_hand(Page& page, const carts::CartView& cart);

/// Adds what the visitor saved for later, and the names that the live cart goes by.
Task<void> add_saved(html::Members& into, const Page& page);

/// One article of a list that is kept beside the cart.
html::Members kept_data(const carts::KeptItem& item);
/// Shows the product's first picture in the place of the drawing, where it has one.
void add_photo_of(html::Members& into, const Page& page, std::string_view slug, std::string_view title);

/// One line as lists of orders and carts show it: picture, title, options, quantity, total.
html::Members line_data(const carts::LineView& line);

}  // namespace vitrine::storefront
