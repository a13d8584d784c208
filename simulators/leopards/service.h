#pragma once
#include "io/http/routes.h"
#include "simulators/framework/parcels.h"

namespace vitrine::simulators::leopards {

struct Keys {
    std::string api_key = "simulated_key", api_password = "simulated_password";
};

/// The whole of the simulated Leopards Courier on one loop: cities, bookings, tracking, cancellation, load sheets, advice, slips and pushed statuses. A packet that is
/// not handed over in 48 hours is cancelled by itself. Source: the reference of "eCom Merchant APIs V2" as client libraries use it.
struct Leopards : Service {
    Leopards(Loop& loop, web::Client& web, std::uint64_t seed, Keys keys, WebhookOptions hooks);
    std::string state_json() const override { return parcels.state_json(); }
    std::string control_html() const override;
    /// Something happens to a packet, and the shop is pushed the code. False for a number that nobody knows.
    bool happen(const std::string& awb, const Happening& what);

    Keys keys;
    std::function<void(const Webhook&)> heard;   ///< told of every push before it is sent; may be empty
    std::function<Instant()> clock = &clock_now;
    ParcelBook parcels;
    std::string base = "http://127.0.0.1";       ///< of links to slips
    std::int64_t next_number = 10'000'001;
    std::int64_t next_sheet = 500'001;
};

/// Its routes: `/api/<method>/format/json/`, `/slip/…` and the control API, which also makes things happen to packets (`POST /_control/parcels/{number}`, code such
/// as "AC"). Calls for fault rules are the methods' names ("bookPacket"), and "webhooks.status". An `error` with status 200 answers 200 with an error inside.
std::vector<http::Route> routes();

boost::json::object answer(Leopards& it, const std::string& method, const boost::json::object& asked);
const std::vector<PossibleStatus>& statuses();   ///< push code and the text that tracking shows

}  // namespace vitrine::simulators::leopards
