// What the simulated TCS answers, call by call.
#include "simulators/tcs/service.h"

namespace vitrine::simulators::tcs {
namespace {

namespace json = boost::json;
constexpr int pakistan_ahead = 300;

Reply wrong(int status, std::string message) { return {status, json::object{{"error", json::array{json::object{{"errormessage", std::move(message)}}}}}}; }

json::object body_of(const Call& call) {
    boost::system::error_code broken;
    auto value = json::parse(call.body, broken);
    return !broken && value.is_object() ? value.get_object() : json::object{};
}
json::object part_of(const json::object& body, std::string_view name) {
    const auto* part = body.if_contains(name);
    return part && part->is_object() ? part->get_object() : json::object{};
}
std::string query_of(const Call& call, std::string_view name) {
    for (const auto& [key, value] : call.query)
        if (key == name) return value;
    return {};
}

Reply give_bearer(Tcs& it, const Call& call) {
    auto body = body_of(call);
    if (said(body, "clientid") != it.keys.client_id || said(body, "clientsecret") != it.keys.client_secret) return wrong(401, "Invalid client");
    auto token = it.ids.next("bearer_", 40);
    it.bearers.insert(token);
    return {200, json::object{{"result", json::object{{"accessToken", token}}}}};
}

Reply give_access(Tcs& it, const Call& call) {
    if (query_of(call, "username") != it.keys.username || query_of(call, "password") != it.keys.password) return wrong(401, "Invalid user");
    auto token = it.ids.next("access_", 40);
    it.accesses.insert(token);
    return {200, json::object{{"accesstoken", token}}};
}

json::object city(const char* code, const char* name) { return {{"citycode", code}, {"cityname", name}}; }

Reply book(Tcs& it, const json::object& body) {
    auto to = part_of(body, "consigneeinfo"), from = part_of(body, "shipperinfo"), shipment = part_of(body, "shipmentinfo");
    if (said(from, "tcsaccount") != it.keys.account) return wrong(400, "Invalid TCS account");
    if (said(shipment, "costcentercode") != it.keys.cost_center) return wrong(400, "Invalid cost center");
    for (auto field : {"firstname", "address1", "mobile", "cityname"})
        if (said(to, field).size() < 3) return wrong(400, std::string(field) + " must be at least 3 characters");
    if (said(to, "mobile").size() != 11 || !said(to, "mobile").starts_with("03")) return wrong(400, "Invalid mobile number");
    const auto* weight = shipment.if_contains("weightinkg");
    if (!weight || !weight->is_number()) return wrong(400, "weightinkg is required");
    auto number = std::to_string(it.next_number++);
    Parcel parcel{.id = number, .shipment = number, .awb = number, .reference = said(shipment, "referenceno"), .customer = said(to, "firstname"), .city = said(to, "cityname"), .booked_at = it.clock(), .asked = shipment};
    if (const auto* collect = shipment.if_contains("codamount"); collect && collect->is_int64()) parcel.collect = collect->get_int64();
    it.parcels.add(std::move(parcel));
    return {200, json::object{{"consignmentNo", number}, {"message", "Consignment created successfully"}}};
}

Reply cancel(Tcs& it, const json::object& body) {
    auto* parcel = it.parcels.by_awb(said(body, "consignmentnumber"));
    if (!parcel) return wrong(400, "Invalid consignment number");
    if (parcel->is_cancelled) return wrong(400, "Consignment is already cancelled");
    if (!parcel->events.empty()) return wrong(400, "Consignment cannot be cancelled after pickup");
    parcel->is_cancelled = true;
    parcel->events.push_back({it.clock(), "99", "Cancelled", ""});
    return {200, json::object{{"message", "Cancelled successfully"}}};
}

Reply label(Tcs& it, const Call& call) {
    auto* parcel = it.parcels.by_awb(query_of(call, "consignmentno"));
    if (!parcel) return wrong(400, "Invalid consignment number");
    parcel->is_label_made = true;
    return {200, nullptr, "%PDF-1.4\n% consignment " + parcel->awb + "\n%%EOF\n"};
}

Reply track(Tcs& it, const Call& call) {
    auto* parcel = it.parcels.by_awb(query_of(call, "consignee"));
    if (!parcel || parcel->events.empty()) return {200, json::object{{"message", "FAIL"}}};
    json::array points;
    for (auto at = parcel->events.rbegin(); at != parcel->events.rend(); ++at) points.push_back(json::object{{"datetime", local_text(at->at, pakistan_ahead)}, {"recievedby", at->place}, {"status", at->words}});
    json::object info{{"consignmentno", parcel->awb}, {"referenceno", parcel->reference}};
    return {200, json::object{{"message", "SUCCESS"}, {"shipmentinfo", json::array{std::move(info)}}, {"deliveryinfo", json::array{}}, {"checkpoints", std::move(points)},
                              {"shipmentsummary", "Current Status: " + parcel->events.back().words + "\n"}}};
}

}  // namespace

std::string name_of(const Call& call) {
    if (call.path == "/auth/api/auth") return "auth";
    if (call.path == "/ecom/api/authentication/token") return "authentication";
    if (call.path == "/ecom/api/setup/citylistbycountry") return "cities";
    if (call.path == "/ecom/api/inquiry/costcenterinquiry") return "costcenters";
    if (call.path == "/ecom/api/booking/create") return "book";
    if (call.path == "/ecom/api/booking/cancel") return "cancel";
    if (call.path == "/ecom/api/print/label") return "label";
    if (call.path == "/tracking/api/Tracking/GetDynamicTrackDetail") return "track";
    return "other";
}

Reply answer(Tcs& it, const Call& call) {
    auto name = name_of(call);
    if (name == "auth") return give_bearer(it, call);
    constexpr std::string_view bearer = "Bearer ";
    bool is_in = call.authorization.starts_with(bearer) && it.bearers.contains(call.authorization.substr(bearer.size()));
    if (!is_in) return wrong(401, "Unauthorized");
    if (name == "authentication") return give_access(it, call);
    if (name == "track") return track(it, call);
    auto body = body_of(call);
    auto access = call.method == "GET" ? query_of(call, "accesstoken") : said(body, "accesstoken");
    if (!it.accesses.contains(access)) return wrong(401, "Invalid access token");
    if (name == "cities")
        return {200, json::object{{"data", json::array{city("LHE", "LAHORE"), city("KHI", "KARACHI"), city("ISB", "ISLAMABAD"), city("RWP", "RAWALPINDI"), city("FSD", "FAISALABAD"), city("MUX", "MULTAN"), city("PEW", "PESHAWAR"), city("UET", "QUETTA")}}}};
    if (name == "costcenters") return {200, json::object{{"detail", json::array{json::object{{"costcentercode", it.keys.cost_center}, {"costcentername", "Main"}, {"costcentercity", "LHE"}}}}}};
    if (name == "book") return book(it, body);
    if (name == "cancel") return cancel(it, body);
    if (name == "label") return label(it, call);
    return wrong(404, "Not found");
}

}  // namespace vitrine::simulators::tcs
