#pragma once
#include <set>

#include "io/http/routes.h"
#include "simulators/framework/parcels.h"

namespace vitrine::simulators::shiprocket {

/// The account a shop speaks to.
struct Keys {
    std::string email = "api@shop.example", password = "simulated_password";
};

/// The whole of the simulated Shiprocket on one loop: login, orders, waybills, pickups, labels, manifests, tracking, failed deliveries, returns, webhooks. One pickup
/// place, "Farm", and "Primary"; it serves every six-digit PIN code but those that begin with 9. Source: the reference of apidocs.shiprocket.in.
struct Shiprocket : Service {
    Shiprocket(Loop& loop, web::Client& web, std::uint64_t seed, Keys keys, WebhookOptions hooks);
    std::string state_json() const override { return parcels.state_json(); }
    std::string control_html() const override;
    /// Something happens to a parcel, and the shop is told. False for a waybill that nobody knows.
    bool happen(const std::string& awb, const Happening& what);

    Keys keys;
    std::function<void(const Webhook&)> heard;   ///< told of every webhook before it is sent; may be empty
    std::function<Instant()> clock = &clock_now;
    ParcelBook parcels;
    std::set<std::string> tokens;                ///< that hold
    std::string base = "http://127.0.0.1";       ///< of links to labels
    std::int64_t next_number = 4'000'001;
};

/// Its routes: `/v1/external/…`, `/papers/…` and the control API, which also makes things happen to parcels (`POST /_control/parcels/{awb}`) and ends all tokens
/// (`POST /_control/logout`). Calls for fault rules: "auth.login", "orders.create", "orders.search", "orders.cancel", "orders.return", "serviceability", "assign", "pickup", "label", "manifest", "track", "ndr",
/// "webhooks.tracking". An `error` with status 200 answers 200 with an error inside.
std::vector<http::Route> routes();

/// What a call asks for, and the answer.
struct Call {
    std::string method, path;       ///< behind /v1/external
    shape::Fields query;
    std::string authorization, body;
};
struct Reply {
    int status = 200;
    boost::json::value body;
};
std::string name_of(const Call& call);
std::string upper(std::string text);   ///< of ASCII
Reply answer(Shiprocket& it, const Call& call);
/// The statuses a person may make happen: the courier's ids with their labels.
const std::vector<PossibleStatus>& statuses();

}  // namespace vitrine::simulators::shiprocket
