#pragma once
#include "modules/shipping/couriers/courier_call.h"

namespace vitrine::shipping::providers {

/// Pure. The body of `POST /orders/create/adhoc`. Amounts are rupees; with cash at the door `sub_total` is what the courier collects.
std::string shiprocket_order(const Consignment& parcel, std::string_view pickup_location);

/// Pure. The body of `POST /orders/create/return`: fetched at the customer, brought to `shop`.
std::string shiprocket_return(const Consignment& parcel, const Party& shop);

}  // namespace vitrine::shipping::providers
