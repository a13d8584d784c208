// What the simulated Leopards answers, method by method.
#include <algorithm>

#include "core/text.h"
#include "simulators/leopards/service.h"

namespace vitrine::simulators::leopards {
namespace {

namespace json = boost::json;
constexpr int pakistan_ahead = 300;

json::object wrong(std::string error) { return {{"status", 0}, {"error", std::move(error)}}; }
json::object fine(json::object data) {
    data["status"] = 1;
    data["error"] = 0;
    return data;
}

std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> out;
    for (std::string_view left = text; !left.empty();) {
        auto comma = std::min(left.find(','), left.size());
        out.push_back(trim(left.substr(0, comma)));
        left.remove_prefix(std::min(comma + 1, left.size()));
    }
    return out;
}

json::object city(std::int64_t id, const char* name) { return {{"id", id}, {"name", name}, {"shipment_type", json::array{"overnight", "overland"}}, {"allow_as_origin", true}, {"allow_as_destination", true}}; }

json::object cities() {
    return fine({{"city_list", json::array{city(789, "LAHORE"), city(592, "KARACHI"), city(500, "ISLAMABAD"), city(1040, "RAWALPINDI"), city(410, "FAISALABAD"), city(905, "MULTAN"), city(977, "PESHAWAR"), city(1001, "QUETTA")}}});
}

bool is_city(const std::string& id) { return id == "789" || id == "592" || id == "500" || id == "1040" || id == "410" || id == "905" || id == "977" || id == "1001"; }

json::object book(Leopards& it, const json::object& asked) {
    for (auto field : {"booked_packet_order_id", "consignment_name_eng", "consignment_phone", "consignment_address", "special_instructions", "shipment_name_eng"})
        if (said(asked, field).empty()) return wrong(std::string(field) + " is required");
    if (!is_city(said(asked, "destination_city"))) return wrong("Invalid destination city");
    auto phone = said(asked, "consignment_phone");
    if (phone.size() != 11 || !phone.starts_with("03")) return wrong("Invalid consignment phone");
    const auto* weight = asked.if_contains("booked_packet_weight");
    if (!weight || !weight->is_int64() || weight->get_int64() < 1) return wrong("booked_packet_weight must be grams");
    auto number = "LE" + std::to_string(it.next_number++);
    Parcel packet{.id = number, .shipment = number, .awb = number, .reference = said(asked, "booked_packet_order_id"), .customer = said(asked, "consignment_name_eng"), .city = said(asked, "destination_city"), .booked_at = it.clock(), .asked = asked};
    if (const auto* collect = asked.if_contains("booked_packet_collect_amount"); collect && collect->is_int64()) packet.collect = collect->get_int64();
    packet.events.push_back({it.clock(), "RC", "Consignment Booked", ""});
    packet.asked.erase("api_password");
    it.parcels.add(std::move(packet));
    return fine({{"track_number", number}, {"slip_link", it.base + "/slip/" + number}});
}

/// Booked and not handed over in 48 hours.
void end_old(Leopards& it) {
    for (const auto& packet : it.parcels.all()) {
        bool is_here = packet->events.back().code == "RC";
        if (packet->is_cancelled || !is_here || it.clock() - packet->booked_at < 48h) continue;
        packet->is_cancelled = true;
        packet->events.push_back({packet->booked_at + 48h, "", "48 Hours Auto Canceled", ""});
    }
}

json::object row_of(const Parcel& packet) {
    json::array details;
    for (const auto& event : packet.events)
        details.push_back(json::object{{"Status", event.words}, {"Activity_datetime", local_text(event.at, pakistan_ahead)}, {"Reason", event.place.empty() ? "N/A" : event.place}});
    return {{"booked_packet_id", packet.id}, {"booking_date", local_text(packet.booked_at, pakistan_ahead)}, {"track_number", packet.awb}, {"booked_packet_order_id", packet.reference},
            {"booked_packet_collect_amount", packet.collect}, {"booked_packet_status", packet.events.back().words}, {"status_remarks", ""}, {"reverseCN", ""},
            {"Tracking Detail", std::move(details)}};
}

json::object track(Leopards& it, const json::object& asked) {
    json::array rows;
    for (const auto& number : split(said(asked, "track_numbers")))
        if (auto* packet = it.parcels.by_awb(number)) rows.push_back(row_of(*packet));
    if (rows.empty()) return wrong("No packet found");
    return fine({{"packet_list", std::move(rows)}});
}

json::object booked_between(Leopards& it, const json::object& asked) {
    auto from = said(asked, "from_date"), to = said(asked, "to_date");
    json::array rows;
    for (const auto& packet : it.parcels.all()) {
        auto day = local_text(packet->booked_at, pakistan_ahead).substr(0, 10);
        if (day >= from && day <= to) rows.push_back(row_of(*packet));
    }
    if (rows.empty()) return wrong("No packets found");
    return fine({{"packet_list", std::move(rows)}});
}

json::object cancel(Leopards& it, const json::object& asked) {
    for (const auto& number : split(said(asked, "cn_numbers"))) {
        auto* packet = it.parcels.by_awb(number);
        if (!packet) return wrong("Invalid CN " + number);
        if (packet->is_cancelled) return wrong(number + " is already cancelled");
        if (packet->events.back().code != "RC") return wrong(number + " is already picked");
        packet->is_cancelled = true;
        packet->events.push_back({it.clock(), "", "Cancelled", ""});
    }
    return fine({});
}

json::object load_sheet(Leopards& it, const json::object& asked) {
    for (const auto& number : split(said(asked, "cn_numbers")))
        if (!it.parcels.by_awb(number)) return wrong("Invalid CN " + number);
    return fine({{"load_sheet_id", it.next_sheet++}});
}

json::object advise(Leopards& it, const json::object& asked) {
    const auto* data = asked.if_contains("data");
    if (!data || !data->is_array() || data->get_array().empty() || !data->get_array()[0].is_object()) return wrong("data is required");
    const auto& first = data->get_array()[0].get_object();
    auto number = said(first, "cn_number"), advice = said(first, "shipper_advice_status");
    auto* packet = it.parcels.by_awb(number);
    if (!packet || (advice != "RA" && advice != "RT")) return wrong("Invalid advice");
    it.happen(number, {.code = advice == "RA" ? "RO" : "AR", .words = {}, .place = {}, .minutes = {}, .silent = {}});
    return fine({});
}

}  // namespace

json::object answer(Leopards& it, const std::string& method, const json::object& asked) {
    if (said(asked, "api_key") != it.keys.api_key || said(asked, "api_password") != it.keys.api_password) return wrong("Invalid API Key/Password");
    end_old(it);
    if (method == "getAllCities") return cities();
    if (method == "bookPacket") return book(it, asked);
    if (method == "trackBookedPacket") return track(it, asked);
    if (method == "getBookedPacketLastStatus") return booked_between(it, asked);
    if (method == "cancelBookedPackets") return cancel(it, asked);
    if (method == "generateLoadSheet") return load_sheet(it, asked);
    if (method == "updateShipperAdvice") return advise(it, asked);
    return wrong("Unknown method");
}

}  // namespace vitrine::simulators::leopards
