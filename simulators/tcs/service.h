#pragma once
#include <set>

#include "io/http/routes.h"
#include "simulators/framework/parcels.h"

namespace vitrine::simulators::tcs {

struct Keys {
    std::string client_id = "simulator", client_secret = "simulated_secret", username = "simulator", password = "simulated_password", account = "01A234", cost_center = "LHE01";
};

/// The whole of the simulated TCS ("OCI Connect") on one loop: both tokens, cities, cost centers, bookings, labels, cancellation, tracking. TCS tells nothing by itself.
/// A second booking under one reference is a second consignment, as nothing says otherwise. Source: the reference, from client libraries.
struct Tcs : Service {
    Tcs(Loop& loop, web::Client& web, std::uint64_t seed, Keys keys);
    std::string state_json() const override { return parcels.state_json(); }
    std::string control_html() const override;
    bool happen(const std::string& awb, const Happening& what);

    Keys keys;
    std::function<void(const Webhook&)> heard;   ///< never told: TCS sends nothing
    std::function<Instant()> clock = &clock_now;
    ParcelBook parcels;
    std::set<std::string> bearers, accesses;     ///< tokens that hold
    std::int64_t next_number = 779'000'001;
};

/// Its routes and the control API, which also makes things happen to consignments (`POST /_control/parcels/{number}`, code "3") and ends all tokens (`POST
/// /_control/logout`). Calls for fault rules: "auth", "authentication", "cities", "costcenters", "book", "cancel", "label", "track". An `error` with status 200
/// answers 200 with an error inside.
std::vector<http::Route> routes();

struct Call {
    std::string method, path, authorization, body;
    shape::Fields query;
};
struct Reply {
    int status = 200;
    boost::json::value body;
    std::string pdf = {};
};
std::string name_of(const Call& call);
Reply answer(Tcs& it, const Call& call);
const std::vector<PossibleStatus>& statuses();

}  // namespace vitrine::simulators::tcs
