#pragma once
// Parcels as a simulated courier keeps them, and what a person or a test makes happen to them. Knows no HTTP but for the control page. One loop's.
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "core/time.h"
#include "simulators/framework/control.h"

namespace vitrine::simulators {

/// One line of a parcel's history, in the courier's words.
struct ParcelEvent {
    Instant at{};
    std::string code, words, place;
};

struct Parcel {
    std::string id, shipment, awb;      ///< what the courier calls it; of some couriers all the same
    std::string reference;              ///< the shop's
    std::string customer, city;
    std::int64_t collect = 0;           ///< whole major units to be collected; not money: what the wire said
    bool is_cancelled = false, is_label_made = false, is_pickup_asked = false;
    Instant booked_at{};
    std::vector<ParcelEvent> events;    ///< oldest first, in the order they happened here; `at` may go backwards when somebody wants that
    boost::json::object asked;          ///< what the shop sent
};

/// A status that can happen: its code and words.
struct PossibleStatus {
    std::string code, words;
};

class ParcelBook {
public:
    Parcel& add(Parcel parcel);
    Parcel* by_id(const std::string& id);
    Parcel* by_shipment(const std::string& shipment);
    Parcel* by_awb(const std::string& awb);
    /// The newest with this reference that is not cancelled.
    Parcel* by_reference(const std::string& reference);
    const std::vector<std::unique_ptr<Parcel>>& all() const { return parcels_; }
    std::string state_json() const;
    /// A table of parcels, with a form each that makes something happen.
    std::string control_html(const std::vector<PossibleStatus>& statuses) const;

private:
    std::vector<std::unique_ptr<Parcel>> parcels_;
};

/// What is asked over the control API: `POST /_control/parcels/{awb}` {"code": "17", "words": …, "place": …, "minutes": -60, "silent": true}.
struct Happening {
    std::string code;
    std::optional<std::string> words, place;
    std::optional<std::int64_t> minutes;   ///< from now; negative: the courier tells it late
    std::optional<bool> silent;            ///< no webhook
};
SHAPE(Happening, code, words, place, minutes, silent)

struct WaybillPath {
    std::string awb;
};
SHAPE(WaybillPath, awb)

/// The form of the control page: awb, code, minutes.
Happening happening_of(const shape::Fields& form);

namespace control {

template <class Env>
Task<Result<http::Response>> happen(Env& env, Ctx, http::Path<WaybillPath> path, http::Body<Happening> body) {
    if (!env.happen(path->awb, body.value)) co_return refuse(refusals::not_found);
    co_return http::Response{204, {}, std::string()};
}
template <class Env>
Task<Result<http::Response>> happen_from_page(Env& env, Ctx, const http::Request& request) {
    auto form = http::parse_form(request.body).value_or(shape::Fields{});
    std::string awb;
    for (const auto& [name, value] : form)
        if (name == "awb") awb = value;
    if (!env.happen(awb, happening_of(form))) co_return refuse(refusals::not_found);
    co_return http::see_other("/_control");
}

}  // namespace control

/// `Env::happen(awb, Happening)` gives false for a waybill it does not know.
template <class Env>
void add_parcel_control(http::Routes<Env>& routes) {
    http::RouteOptions options{.needs_store = false};
    routes.post("/_control/parcels", &control::happen_from_page<Env>, options);
    routes.post("/_control/parcels/{awb}", &control::happen<Env>, options);
    add_control_routes(routes);
}

/// "2026-11-30 17:00:00" on a clock so many minutes ahead of UTC.
std::string local_text(Instant at, int minutes_ahead);

/// A text or whole number of a JSON object as text; empty when it is missing.
std::string said(const boost::json::object& object, std::string_view name);

}  // namespace vitrine::simulators
