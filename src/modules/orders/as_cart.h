#pragma once
#include "modules/orders/api.h"
#include "modules/stock/api.h"

namespace vitrine::orders {

/// Pure. The cart that would become an order with these lines, sent there. Whoever has an order does not place his first one.
carts::CartRow as_cart(const OrderView& order, const carts::Address& ship_to, const std::vector<stock::Want>& lines);

}  // namespace vitrine::orders
