#include "modules/orders/assess.h"

namespace vitrine::orders {
namespace {

std::optional<carts::Address> read_address(const std::optional<RawJson>& stored) {
    if (!stored) return {};
    auto address = read_json<carts::Address>(stored->text);
    return address ? std::optional(std::move(*address)) : std::nullopt;
}

template <class T>
std::string_view words(const std::optional<T>& text) {
    return text ? std::string_view(*text) : std::string_view();
}

/// Where somebody lives, not what he is called: a name changes from order to order.
std::string key_of(const carts::Address& address) {
    return risk::address_key({address.line1, words(address.line2), address.city, words(address.postal_code), address.country});
}

}  // namespace

risk::Facts facts_of(const Request& request, const carts::CartRow& cart) {
    risk::Facts facts{.total = request.in.expected_total, .payment_method = request.in.payment_method};
    auto email = request.in.email ? request.in.email : cart.email ? Email::parse(*cart.email) : std::nullopt;
    if (email) facts.email = normalized_email(*email);
    auto ship = read_address(cart.shipping_address), bill = read_address(cart.billing_address);
    if (ship) {
        facts.ship_country = ship->country.str();
        facts.ship_address = key_of(*ship);
    }
    if (bill) facts.bill_country = bill->country.str();
    facts.addresses_differ = ship && bill && key_of(*ship) != key_of(*bill);
    if (!request.visitor.ip.empty()) facts.ip = request.visitor.ip;
    facts.is_guest = request.ctx.role != Role::customer;
    return facts;
}

}  // namespace vitrine::orders
