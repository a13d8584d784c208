#pragma once
#include "modules/orders/api.h"

namespace vitrine::orders {

/// Another way of delivery that an edit of a paid order has put in place of the one before, which was given back.
struct LaterDelivery {
    std::int64_t position = -1;           ///< below zero, counted down: what a refund calls it
    std::string name;
    Money price;                          ///< as prices are entered
    taxes::Taxed taxed;
};
SHAPE(LaterDelivery, position, name, price, taxed)

/// Pure. What was asked for delivery when the order was placed: `shipping` without what edits have put in its place.
Money first_delivery_price(const OrderView& order, const std::vector<LaterDelivery>& later);

}  // namespace vitrine::orders
