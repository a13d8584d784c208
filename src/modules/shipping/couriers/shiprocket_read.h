#pragma once
#include "modules/shipping/couriers/courier_call.h"

namespace vitrine::shipping::providers {

/// Pure. A shipment's id ("18"; the table of 64), else the order's id ("20"; the other table), else its words.
Standing shiprocket_standing(std::string_view shipment_status, std::string_view order_status, std::string_view words);
const std::vector<KnownStatus>& shiprocket_shipment_statuses();
const std::vector<KnownStatus>& shiprocket_order_statuses();

/// Pure. What `GET /courier/track/awb/{awb}` answers; not_found where it has nothing yet.
CourierAnswer<Tracked> read_shiprocket_tracking(const std::string& awb, const shape::json::value& body);

/// Pure. A webhook's body, its token being good already.
TrackingNews read_shiprocket_webhook(std::string_view body);

/// Pure. A row of `GET /orders?search=` that has this reference and is not cancelled.
std::optional<Booked> find_in_shiprocket_orders(const shape::json::value& body, std::string_view reference);

}  // namespace vitrine::shipping::providers
