#include "modules/orders/as_cart.h"

namespace vitrine::orders {

carts::CartRow as_cart(const OrderView& order, const carts::Address& ship_to, const std::vector<stock::Want>& lines) {
    carts::CartRow row{.state = "active", .email = order.email, .shipping_address = RawJson{to_json(ship_to)}, .currency = std::string(order.total.currency.code())};
    carts::Offers offers;
    offers.has_ordered = true;
    row.offers = RawJson{to_json(offers)};
    for (const auto& line : lines) {
        row.lines.push_back({line.variant.value});
        row.variants.push_back(line.variant);
        row.quantities.push_back(line.quantity);
    }
    return row;
}

}  // namespace vitrine::orders
