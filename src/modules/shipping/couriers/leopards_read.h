#pragma once
#include "modules/shipping/couriers/courier_call.h"

namespace vitrine::shipping::providers {

/// Pure. What a status text of the API means ("Assign to Courier"), or a code that was pushed ("AC", "PN2", "RN1"); patterns for what stands in no table.
Standing leopards_standing(std::string_view text);
Standing leopards_code_standing(std::string_view code);
const std::vector<KnownStatus>& leopards_statuses();   ///< raw is "pull_text:Delivered" or "webhook_code:DV"

/// Pure. The row of `trackBookedPacket` for this waybill; not_found where there is none.
CourierAnswer<Tracked> read_leopards_tracking(const std::string& awb, const shape::json::value& body);

/// Pure. A pushed message: JSON with the waybill under one of the names in use.
TrackingNews read_leopards_webhook(std::string_view body);

/// Forgets the cities of all accounts: for tests.
void forget_leopards_cities();

/// Pure. The waybill of a booking: at the top, or in the first of packet_list: both are met.
std::string leopards_track_number(const shape::json::value& body);

}  // namespace vitrine::shipping::providers
