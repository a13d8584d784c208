#include "simulators/framework/parcels.h"

#include <algorithm>
#include <charconv>
#include <ranges>

#include "core/text.h"

namespace vitrine::simulators {
namespace {

template <class Test>
Parcel* newest(const std::vector<std::unique_ptr<Parcel>>& parcels, Test test) {
    auto newest_first = parcels | std::views::reverse;
    auto found = std::ranges::find_if(newest_first, [&](const auto& parcel) { return test(*parcel); });
    return found == std::ranges::end(newest_first) ? nullptr : found->get();
}

std::string options_html(const std::vector<PossibleStatus>& statuses) {
    std::string out;
    for (const auto& status : statuses) out += "<option value='" + escape_html(status.code) + "'>" + escape_html(status.code + " " + status.words) + "</option>";
    return out;
}

}  // namespace

Parcel& ParcelBook::add(Parcel parcel) {
    parcels_.push_back(std::make_unique<Parcel>(std::move(parcel)));
    return *parcels_.back();
}

Parcel* ParcelBook::by_id(const std::string& id) {
    return newest(parcels_, [&](const Parcel& parcel) { return parcel.id == id; });
}
Parcel* ParcelBook::by_shipment(const std::string& shipment) {
    return newest(parcels_, [&](const Parcel& parcel) { return parcel.shipment == shipment; });
}
Parcel* ParcelBook::by_awb(const std::string& awb) {
    return newest(parcels_, [&](const Parcel& parcel) { return !awb.empty() && parcel.awb == awb; });
}
Parcel* ParcelBook::by_reference(const std::string& reference) {
    return newest(parcels_, [&](const Parcel& parcel) { return parcel.reference == reference && !parcel.is_cancelled; });
}

std::string ParcelBook::state_json() const {
    boost::json::array parcels;
    for (const auto& parcel : parcels_) {
        boost::json::array events;
        for (const auto& event : parcel->events) events.push_back(boost::json::object{{"at", format_rfc3339(event.at)}, {"code", event.code}, {"words", event.words}});
        parcels.push_back(boost::json::object{{"id", parcel->id}, {"shipment", parcel->shipment}, {"awb", parcel->awb}, {"reference", parcel->reference}, {"collect", parcel->collect},
                                              {"is_cancelled", parcel->is_cancelled}, {"is_pickup_asked", parcel->is_pickup_asked}, {"is_label_made", parcel->is_label_made}, {"events", std::move(events)}});
    }
    return boost::json::serialize(boost::json::object{{"parcels", std::move(parcels)}});
}

std::string ParcelBook::control_html(const std::vector<PossibleStatus>& statuses) const {
    std::string out = "<h2>Parcels</h2><table><tr><th>Reference<th>Waybill<th>Customer<th>Collect<th>Last<th>Make happen";
    for (const auto& parcel : parcels_ | std::views::reverse) {
        auto last = parcel->is_cancelled ? std::string("cancelled") : parcel->events.empty() ? std::string() : parcel->events.back().words;
        out += "<tr><td>" + escape_html(parcel->reference) + "<td>" + escape_html(parcel->awb) + "<td>" + escape_html(parcel->customer + ", " + parcel->city) + "<td>" + std::to_string(parcel->collect) + "<td>" +
               escape_html(last) + "<td>";
        if (!parcel->awb.empty())
            out += "<form method=post action=/_control/parcels><input type=hidden name=awb value='" + escape_html(parcel->awb) + "'><select name=code aria-label=Status>" + options_html(statuses) +
                   "</select> <label>minutes from now <input name=minutes type=number value=0></label> <button>Happens</button></form>";
    }
    return out + "</table>";
}

Happening happening_of(const shape::Fields& form) {
    Happening out;
    for (const auto& [name, value] : form) {
        if (name == "code") out.code = value;
        if (name != "minutes") continue;
        std::int64_t minutes = 0;
        std::from_chars(value.data(), value.data() + value.size(), minutes);
        out.minutes = minutes;
    }
    return out;
}

std::string local_text(Instant at, int minutes_ahead) {
    auto text = format_rfc3339(at + std::chrono::minutes(minutes_ahead));
    return text.substr(0, 10) + " " + text.substr(11, 8);
}

std::string said(const boost::json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    if (!value) return {};
    if (value->is_string()) return std::string(value->get_string());
    return value->is_int64() ? std::to_string(value->get_int64()) : std::string();
}

}  // namespace vitrine::simulators
