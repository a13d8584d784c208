#pragma once
#include <string>

#include "modules/orders/api.h"
#include "modules/storefront/cart_data.h"

namespace vitrine::storefront {

enum class Step { information, delivery, payment, review, pay };

/// What every step of the checkout works with.
struct Checkout {
    carts::CartView cart;
};

/// The visitor's cart with its totals, which hold what the way of paying costs when one is named; nothing when there is nothing to buy. The page has it in hand
/// then: its forms, and what they do, are about this cart, whichever the cookie names.
Task<std::optional<Checkout>> open_checkout(Page& page, std::string method = {});

/// Where the visitor has to go first: the earliest step before `step` that lacks something, with the message why. Nothing: stay.
struct Detour {
    std::string path;
    std::string_view flash;
};
std::optional<Detour> detour(const Page& page, const Checkout& checkout, Step step);

/// The frame of a step: heading, steps, what was answered so far, summary, tokens.
html::Members checkout_frame(const Page& page, const Checkout& checkout, Step step, std::string heading);

/// Gift cards and offers leave nothing to pay: the step that chooses how to pay is left out.
bool is_covered(const Checkout& checkout);

html::Data order_summary(const orders::OrderView& order);
html::Members order_line(const orders::OrderLine& line, const search::Snapshot& snapshot);
std::string address_text(const carts::Address& address);
std::vector<std::string> address_lines(const carts::Address& address);
std::string country_name(std::string_view code);  ///< "Pakistan"; the code itself when unknown

/// An answer of the checkout: never kept by a cache.
http::Response checkout_page(const Page& page, std::string_view template_name, html::Members data, int status = 200);
/// The same for a step, which leaves the cart it showed in the visitor's hand.
http::Response step_page(const Page& page, const Checkout& checkout, std::string_view template_name, html::Members data, int status = 200);
/// 303 to `path`, with a message unless `flash` is empty.
http::Response onward(const Page& page, const std::string& path, std::string_view flash = {});

}  // namespace vitrine::storefront
