#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/http/message.h"
#include "modules/carts/api.h"

namespace vitrine::storefront {

/// What a browser brings along: its cart, what to tell it, and which fragments of a page it wants.
struct Visit {
    std::optional<carts::CartId> cart;
    carts::Access access;                      ///< the token in the cookie; without one, who is signed in
    carts::Access list;                        ///< of what is kept for later and wished for
    std::optional<std::int64_t> cart_version;  ///< of the cart as this browser last saw it
    std::int64_t cart_count = 0;
    std::string flash;                         ///< code of a message to show once; empty: none
    std::vector<std::string> fragments;        ///< names in X-Fragment; empty: the whole page
    std::optional<Currency> currency;          ///< that this browser chose to see prices in
    bool is_tls = false;

    bool wants(std::string_view fragment) const;
};

/// `ctx` says who is signed in.
Visit visit_of(const http::Request& request, const Ctx& ctx = {});
/// What opens this cart for the visitor: the cart in hand, or the one of who is signed in.
carts::Access access_to(const Ctx& ctx, const Visit& visit, const carts::CartView& cart);

/// Cookies of an answer. The cart's cookie is for the server alone; `cart_state` ("version.count") is also read by scripts.
void remember_cart(http::Response& response, const http::Request& request, const carts::CartView& cart, const carts::Access& access, int ttl_days);
void forget_cart(http::Response& response, const http::Request& request);
/// The cookie of a guest's list, which outlives his carts.
void remember_list(http::Response& response, const http::Request& request, const std::string& token);
void forget_list(http::Response& response, const http::Request& request);
/// The next page shows the message of `code` (see flash.h) once.
void set_flash(http::Response& response, const http::Request& request, std::string_view code);
void clear_flash(http::Response& response, const http::Request& request);

/// The currency of all prices this browser is shown from now on.
void remember_currency(http::Response& response, const http::Request& request, Currency currency);

/// The way to pay chosen at checkout, and the tokens of orders placed in this browser (the last five).
std::string chosen_method(const http::Request& request);
void remember_method(http::Response& response, const http::Request& request, std::string_view method);
/// What was said to the asks of the chosen way to pay, until the order is placed or the browser closes.
std::map<std::string, std::string> chosen_answers(const http::Request& request);
void remember_answers(http::Response& response, const http::Request& request, const std::map<std::string, std::string>& answers);
std::string order_token(const http::Request& request, std::string_view order);
void remember_order(http::Response& response, const http::Request& request, std::string_view order, std::string_view token);

}  // namespace vitrine::storefront
