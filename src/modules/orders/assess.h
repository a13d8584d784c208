#pragma once
#include "modules/orders/request.h"

namespace vitrine::orders {

/// Pure. What the store's rules on risk look at when this request is served: its cart, its words and where it came from. What cannot be read is not known.
risk::Facts facts_of(const Request& request, const carts::CartRow& cart);

}  // namespace vitrine::orders
