#pragma once
#include "modules/carts/api.h"
#include "modules/storefront/layout.h"

namespace vitrine::storefront {

/// The visitor's cart; nothing when there is none that can still be changed.
Task<std::optional<carts::CartView>> current_cart(App& app, Ctx ctx, Visit visit);

/// The cart in the currency this visitor chose; as it is where none was chosen, or where it can no longer be changed.
Task<carts::CartView> in_chosen_currency(App& app, Ctx ctx, Visit visit, carts::CartView cart);

/// Adds what the templates `cart` and `cart_body` need. `cart` may be null: empty.
void add_cart(html::Members& into, const Page& page, const carts::CartView* cart);

/// One line as lists of orders and carts show it: picture, title, options, quantity, total.
html::Members line_data(const carts::LineView& line);

}  // namespace vitrine::storefront
