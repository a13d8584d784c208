#pragma once
#include "modules/shipping/couriers/courier_call.h"

namespace vitrine::shipping::providers {

/// Pure. TCS publishes no list of statuses: some texts that are met (data/tcs_status.csv), patterns for all others.
Standing tcs_standing(std::string_view text);
const std::vector<KnownStatus>& tcs_statuses();

/// Pure. What GetDynamicTrackDetail answers; not_found where it has nothing yet.
CourierAnswer<Tracked> read_tcs_tracking(const std::string& awb, const shape::json::value& body);

/// Pure. The first text of `error` or `errorList`, else `message`.
std::string tcs_error(const shape::json::value& body);

}  // namespace vitrine::shipping::providers
