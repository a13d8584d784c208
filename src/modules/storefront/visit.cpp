#include "modules/storefront/visit.h"

#include <algorithm>
#include <charconv>

namespace vitrine::storefront {
namespace {

constexpr size_t remembered_orders = 5;
constexpr int day_s = 24 * 60 * 60;
constexpr std::string_view own_cart = "-";  // in the place of a token: the cart of who is signed in

/// Over TLS the name itself forbids that another host or path sets the cookie.
std::string name_of(const http::Request& request, std::string_view name) { return (request.is_tls ? "__Host-" : "") + std::string(name); }

std::optional<std::int64_t> whole(std::string_view text) {
    std::int64_t value = 0;
    auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault != std::errc() || end != text.data() + text.size() || value < 0) return {};
    return value;
}

/// Cookies come from outside: only what we could have written is believed.
bool is_plain(std::string_view text) {
    return !text.empty() && text.size() <= 200 &&
           std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.'; });
}

void put(http::Response& response, const http::Request& request, std::string_view name, std::string value, int max_age_s) {
    response.add("Set-Cookie", http::set_cookie({.name = name_of(request, name), .value = std::move(value), .max_age_s = max_age_s}, request.is_tls));
}

std::vector<std::string_view> split(std::string_view text, char by) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        auto end = std::min(text.find(by), text.size());
        if (end > 0) parts.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

}  // namespace

bool Visit::wants(std::string_view fragment) const { return std::ranges::find(fragments, fragment) != fragments.end(); }

Visit visit_of(const http::Request& request, const Ctx& ctx) {
    Visit visit;
    visit.is_tls = request.is_tls;
    std::string_view cart = request.cookie(name_of(request, "cart"));
    if (auto dot = cart.find('.'); dot != std::string_view::npos && is_plain(cart)) {
        visit.cart = carts::CartId::parse(cart.substr(0, dot));
        visit.access.token = cart.substr(dot + 1);
        if (visit.access.token == own_cart) visit.access = carts::access_of(ctx, {});
        if (visit.access.token.empty() && !visit.access.customer) visit.cart.reset();  // signed out
    } else {
        visit.access = carts::access_of(ctx, {});
    }
    visit.list = carts::access_of(ctx, {});
    if (auto list = request.cookie(name_of(request, "list")); !visit.list.customer && is_plain(list)) visit.list.token = list;
    std::string_view state = request.cookie("cart_state");
    if (auto dot = state.find('.'); visit.cart && dot != std::string_view::npos) {
        visit.cart_version = whole(state.substr(0, dot));
        visit.cart_count = std::min<std::int64_t>(whole(state.substr(dot + 1)).value_or(0), 999);
    }
    std::string_view flash = request.cookie(name_of(request, "flash"));
    if (is_plain(flash)) visit.flash = flash;
    visit.currency = Currency::parse(request.cookie(name_of(request, "currency")));
    for (auto name : split(request.header("x-fragment"), ','))
        if (visit.fragments.size() < 8) visit.fragments.push_back(trim(name));
    return visit;
}

void remember_cart(http::Response& response, const http::Request& request, const carts::CartView& cart, const carts::Access& access, int ttl_days) {
    put(response, request, "cart", cart.id.text() + "." + (access.customer ? std::string(own_cart) : access.token), ttl_days * day_s);
    auto state = std::to_string(cart.version) + "." + std::to_string(cart.item_count);
    response.add("Set-Cookie", http::set_cookie({.name = "cart_state", .value = state, .max_age_s = ttl_days * day_s, .http_only = false}, request.is_tls));
}

carts::Access access_to(const Ctx& ctx, const Visit& visit, const carts::CartView& cart) {
    if (cart.token) return {*cart.token};
    return visit.cart == cart.id ? visit.access : carts::access_of(ctx, {});
}

void remember_list(http::Response& response, const http::Request& request, const std::string& token) { put(response, request, "list", token, 365 * day_s); }

void forget_list(http::Response& response, const http::Request& request) { put(response, request, "list", "", -1); }

void forget_cart(http::Response& response, const http::Request& request) {
    put(response, request, "cart", "", -1);
    response.add("Set-Cookie", http::set_cookie({.name = "cart_state", .value = "", .max_age_s = -1, .http_only = false}, request.is_tls));
    put(response, request, "method", "", -1);
    put(response, request, "answers", "", -1);
}

void set_flash(http::Response& response, const http::Request& request, std::string_view code) { put(response, request, "flash", std::string(code), 60); }
void clear_flash(http::Response& response, const http::Request& request) { put(response, request, "flash", "", -1); }

void remember_currency(http::Response& response, const http::Request& request, Currency currency) {
    put(response, request, "currency", std::string(currency.code()), 365 * day_s);
}

std::string chosen_method(const http::Request& request) {
    std::string_view method = request.cookie(name_of(request, "method"));
    return is_plain(method) ? std::string(method) : std::string();
}

void remember_method(http::Response& response, const http::Request& request, std::string_view method) {
    if (is_plain(method)) put(response, request, "method", std::string(method), 0);
}

/// Written as a form whose every byte is two letters, which a cookie may hold and nobody mistakes for anything else.
std::map<std::string, std::string> chosen_answers(const http::Request& request) {
    std::string_view kept = request.cookie(name_of(request, "answers"));
    if (!is_plain(kept) || kept.size() % 2) return {};
    std::string form;
    for (size_t i = 0; i < kept.size(); i += 2) {
        auto high = kept[i] - 'a', low = kept[i + 1] - 'a';
        if (high < 0 || high > 15 || low < 0 || low > 15) return {};
        form += char(high * 16 + low);
    }
    std::map<std::string, std::string> answers;
    for (auto& [name, value] : http::parse_form(form).value_or(shape::Fields{})) answers[name] = value;
    return answers;
}

void remember_answers(http::Response& response, const http::Request& request, const std::map<std::string, std::string>& answers) {
    std::string kept;
    for (auto byte : http::encode_form({answers.begin(), answers.end()})) {
        kept += char('a' + (std::uint8_t(byte) >> 4));
        kept += char('a' + (std::uint8_t(byte) & 15));
    }
    put(response, request, "answers", is_plain(kept) ? std::move(kept) : std::string(), 0);
}

std::string order_token(const http::Request& request, std::string_view order) {
    for (auto entry : split(request.cookie(name_of(request, "orders")), '~'))
        if (entry.starts_with(order) && entry.substr(order.size()).starts_with('.') && is_plain(entry)) return std::string(entry.substr(order.size() + 1));
    return {};
}

void remember_order(http::Response& response, const http::Request& request, std::string_view order, std::string_view token) {
    auto value = std::string(order) + "." + std::string(token);
    if (!is_plain(value)) return;
    size_t kept = 1;
    for (auto entry : split(request.cookie(name_of(request, "orders")), '~')) {
        if (kept == remembered_orders || entry.starts_with(order) || !is_plain(entry)) continue;
        value += "~" + std::string(entry);
        ++kept;
    }
    put(response, request, "orders", std::move(value), 90 * day_s);
}

}  // namespace vitrine::storefront
