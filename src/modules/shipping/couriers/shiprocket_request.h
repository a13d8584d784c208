#pragma once
#include "modules/shipping/couriers/courier_call.h"

namespace vitrine::shipping::providers {

/// Pure. The body of `POST /orders/create/adhoc`. Amounts are rupees; with cash at the door `sub_total` is what the courier collects.
std::string shiprocket_order(const Consignment& parcel, std::string_view pickup_location);

/// The reasons for a return that Shiprocket knows. Source: apidocs.shiprocket.in, "Create Return Order", paraphrased.
const std::vector<std::string>& shiprocket_return_reasons();
bool is_shiprocket_reason(std::string_view words);

/// Pure. The body of `POST /orders/create/return` (a reason that Shiprocket does not know is "Other"): fetched at the customer, brought to `shop`.
std::string shiprocket_return(const Consignment& parcel, const Party& shop);

}  // namespace vitrine::shipping::providers
