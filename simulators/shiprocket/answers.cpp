// What the simulated Shiprocket answers, call by call.
#include <algorithm>

#include "core/text.h"
#include "simulators/shiprocket/service.h"

namespace vitrine::simulators::shiprocket {
namespace {

namespace json = boost::json;
constexpr int india_ahead = 330;

Reply wrong(int status, std::string message) { return {status, json::object{{"message", std::move(message)}, {"status_code", status}}}; }
Reply invalid(std::string field, std::string text) {
    json::object errors{{field, json::array{text}}};
    return {422, json::object{{"message", "The given data was invalid."}, {"errors", std::move(errors)}, {"status_code", 422}}};
}

json::object body_of(const Call& call) {
    boost::system::error_code broken;
    auto value = json::parse(call.body, broken);
    return !broken && value.is_object() ? value.get_object() : json::object{};
}

std::string query_of(const Call& call, std::string_view name) {
    for (const auto& [key, value] : call.query)
        if (key == name) return value;
    return {};
}

std::vector<std::string> ids_of(const json::object& body, std::string_view name) {
    std::vector<std::string> out;
    const auto* list = body.if_contains(name);
    if (!list || !list->is_array()) return out;
    for (const auto& id : list->get_array()) out.push_back(id.is_string() ? std::string(id.get_string()) : id.is_int64() ? std::to_string(id.get_int64()) : std::string());
    return out;
}

std::int64_t number_of(const std::string& id) { return id.empty() ? 0 : std::stoll(id); }

bool is_pin(const std::string& code) { return code.size() == 6 && std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; }); }

Reply log_in(Shiprocket& it, const Call& call) {
    auto body = body_of(call);
    if (said(body, "email") != it.keys.email || said(body, "password") != it.keys.password) return wrong(403, "Invalid email and password combination");
    auto token = it.ids.next("token_", 40);
    it.tokens.insert(token);
    return {200, json::object{{"email", it.keys.email}, {"token", token}}};
}

Reply make(Shiprocket& it, const json::object& body, const std::string& side) {
    auto reference = said(body, "order_id");
    if (reference.empty() || reference.size() > 50) return invalid("order_id", "The order id field is required.");
    for (const auto& parcel : it.parcels.all())
        if (parcel->reference == reference) return invalid("order_id", "The order id has already been taken.");
    if (!is_pin(said(body, side + "_pincode"))) return invalid(side + "_pincode", "The pincode must be 6 digits.");
    if (said(body, side + "_phone").size() != 10) return invalid(side + "_phone", "The phone must be 10 digits.");
    for (auto field : {"_customer_name", "_address", "_city", "_state", "_country", "_email"})
        if (said(body, side + field).empty()) return invalid(side + field, "This field is required.");
    const auto* items = body.if_contains("order_items");
    if (!items || !items->is_array() || items->get_array().empty()) return invalid("order_items", "The order items field is required.");
    for (auto field : {"sub_total", "length", "breadth", "height", "weight"})
        if (!body.if_contains(field) || !body.at(field).is_number()) return invalid(field, "This field must be a number.");
    Parcel parcel{.id = std::to_string(it.next_number++), .shipment = std::to_string(it.next_number++), .reference = reference, .customer = said(body, side + "_customer_name"), .city = said(body, side + "_city"), .booked_at = it.clock(), .asked = body};
    boost::system::error_code not_whole;
    if (said(body, "payment_method") == "COD") parcel.collect = body.at("sub_total").to_number<std::int64_t>(not_whole);
    auto& made = it.parcels.add(std::move(parcel));
    return {200, json::object{{"order_id", number_of(made.id)}, {"shipment_id", number_of(made.shipment)}, {"status", "NEW"}, {"status_code", 1}, {"onboarding_completed_now", 0}, {"awb_code", nullptr}, {"courier_company_id", nullptr}}};
}

Reply create(Shiprocket& it, const Call& call) {
    auto body = body_of(call);
    auto place = said(body, "pickup_location");
    if (place != "Farm" && place != "Primary") return invalid("pickup_location", "Wrong Pickup location entered.");
    return make(it, body, "billing");
}

json::object place_of(const std::string& name) {
    return {{"pickup_location", name}, {"name", "Gokul & Daughters"}, {"phone", "9876500000"}, {"email", "farm@shop.example"}, {"address", "Farm road 1"}, {"address_2", ""}, {"city", "Sirohi"}, {"state", "Rajasthan"}, {"country", "India"}, {"pin_code", "307001"}};
}

Reply search(Shiprocket& it, const Call& call) {
    json::array found;
    auto wanted = query_of(call, "search");
    for (const auto& parcel : it.parcels.all()) {
        if (parcel->reference != wanted) continue;
        json::object shipment{{"id", number_of(parcel->shipment)}, {"awb", parcel->awb}, {"courier", parcel->awb.empty() ? "" : "Xpressbees Surface"}};
        found.push_back(json::object{{"id", number_of(parcel->id)}, {"channel_order_id", parcel->reference}, {"status", parcel->is_cancelled ? "CANCELED" : parcel->awb.empty() ? "NEW" : "READY TO SHIP"}, {"shipments", json::array{std::move(shipment)}}});
    }
    return {200, json::object{{"data", std::move(found)}, {"meta", json::object{}}}};
}

Reply serviceability(Shiprocket&, const Call& call) {
    auto pin = query_of(call, "delivery_postcode");
    if (!is_pin(pin) || pin.starts_with('9')) return wrong(404, "No courier serviceable for this pincode");
    auto row = [](std::int64_t id, const char* name, json::value rate, const char* days) {
        return json::object{{"courier_company_id", id}, {"courier_name", name}, {"rate", std::move(rate)}, {"estimated_delivery_days", days}, {"cod", 1}, {"is_surface", true}};
    };
    json::array rows{row(51, "Xpressbees Surface", json::parse("71.5"), "4"), row(10, "Delhivery Air", json::parse("124.75"), "2")};
    return {200, json::object{{"status", 200}, {"currency", "INR"}, {"data", json::object{{"available_courier_companies", std::move(rows)}, {"recommended_courier_company_id", 51}, {"shiprocket_recommended_courier_id", 51}}}}};
}

Reply assign(Shiprocket& it, const Call& call) {
    auto body = body_of(call);
    auto* parcel = it.parcels.by_shipment(said(body, "shipment_id"));
    if (!parcel || parcel->is_cancelled) return wrong(404, "Shipment not found");
    if (!parcel->awb.empty()) return wrong(400, "AWB is already assigned");
    auto pin = said(parcel->asked, "billing_pincode");
    if (pin.starts_with('9')) return {200, json::object{{"awb_assign_status", 0}, {"response", json::object{{"data", json::object{{"awb_assign_error", "No courier serviceable for this pincode"}}}}}}};
    parcel->awb = "14" + std::to_string(10'000'000'000 + it.next_number++).substr(0, 11);
    parcel->events.push_back({it.clock(), "1", "AWB Assigned", "Sirohi"});
    json::object data{{"awb_code", parcel->awb}, {"courier_company_id", 51}, {"courier_name", "Xpressbees Surface"}, {"order_id", number_of(parcel->id)}, {"shipment_id", number_of(parcel->shipment)}, {"cod", parcel->collect > 0 ? 1 : 0}};
    return {200, json::object{{"awb_assign_status", 1}, {"response", json::object{{"data", std::move(data)}}}}};
}

/// The parcel a call about shipments names; they take one in a list.
Parcel* named(Shiprocket& it, const Call& call) {
    auto ids = ids_of(body_of(call), "shipment_id");
    return ids.empty() ? nullptr : it.parcels.by_shipment(ids.front());
}

Reply pickup(Shiprocket& it, const Call& call) {
    auto* parcel = named(it, call);
    if (!parcel) return wrong(500, "Server Error");   // what a wrong type of argument is answered with
    if (parcel->awb.empty()) return wrong(400, "AWB not assigned");
    if (parcel->is_pickup_asked) return wrong(400, "Already in Pickup Queue.");
    parcel->is_pickup_asked = true;
    parcel->events.push_back({it.clock(), "3", "Pickup Scheduled", "Sirohi"});
    return {200, json::object{{"pickup_status", 1}, {"response", json::object{{"pickup_scheduled_date", local_text(it.clock() + 24h, india_ahead)}, {"pickup_token_number", "Reference No: " + parcel->id}, {"status", 3}, {"data", "Pickup is confirmed"}}}}};
}

Reply label(Shiprocket& it, const Call& call) {
    auto* parcel = named(it, call);
    if (!parcel) return wrong(500, "Server Error");
    if (parcel->awb.empty()) return {200, json::object{{"label_created", 0}, {"not_created", json::array{parcel->shipment}}, {"response", "Label not created"}}};
    parcel->is_label_made = true;
    return {200, json::object{{"label_created", 1}, {"label_url", it.base + "/papers/label-" + parcel->awb + ".pdf"}, {"response", "Label has been created and uploaded successfully!"}, {"not_created", json::array{}}}};
}

Reply manifest(Shiprocket& it, const Call& call, bool is_again) {
    auto ids = ids_of(body_of(call), is_again ? "order_ids" : "shipment_id");
    json::array before;
    for (const auto& id : ids) {
        auto* parcel = is_again ? it.parcels.by_id(id) : it.parcels.by_shipment(id);
        if (!parcel || parcel->awb.empty()) return wrong(400, "Manifest could not be generated");
        bool is_manifested = std::ranges::any_of(parcel->events, [](const ParcelEvent& event) { return event.code == "5"; });
        if (!is_again && is_manifested) before.emplace_back(parcel->shipment);
        else if (!is_again) parcel->events.push_back({it.clock(), "5", "Manifest Generated", "Sirohi"});
    }
    if (!before.empty()) return {400, json::object{{"message", "Manifest already generated"}, {"status_code", 400}, {"already_manifested_shipment_ids", std::move(before)}}};
    return {200, json::object{{"status", 1}, {"manifest_url", it.base + "/papers/manifest-" + (ids.empty() ? "0" : ids.front()) + ".pdf"}}};
}

Reply track(Shiprocket& it, const std::string& awb) {
    auto* parcel = it.parcels.by_awb(awb);
    if (!parcel) return {200, json::object{{"tracking_data", json::object{{"track_status", 0}, {"shipment_status", 0}, {"error", "There is no activities found in our DB. Please have some patience it will be updated soon."}}}}};
    json::array activities;
    for (auto at = parcel->events.rbegin(); at != parcel->events.rend(); ++at)
        activities.push_back(json::object{{"date", local_text(at->at, india_ahead)}, {"status", "X-" + at->code}, {"activity", at->words}, {"location", at->place}, {"sr-status", at->code}, {"sr-status-label", upper(at->words)}});
    const auto& last = parcel->events.back();
    json::object head{{"id", number_of(parcel->id)}, {"awb_code", awb}, {"shipment_id", number_of(parcel->shipment)}, {"current_status", last.words}, {"courier_name", "Xpressbees Surface"}, {"edd", local_text(parcel->booked_at + 96h, india_ahead)}};
    return {200, json::object{{"tracking_data", json::object{{"track_status", 1}, {"shipment_status", number_of(last.code)}, {"shipment_track", json::array{std::move(head)}}, {"shipment_track_activities", std::move(activities)},
                                                             {"track_url", "https://shiprocket.co/tracking/" + awb}, {"etd", local_text(parcel->booked_at + 96h, india_ahead)}}}}};
}

bool has_left(const Parcel& parcel) {
    static const std::set<std::string> here{"1", "2", "3", "4", "5", "11", "13", "15", "27", "52"};
    return !parcel.events.empty() && !here.contains(parcel.events.back().code);
}

Reply cancel(Shiprocket& it, const std::vector<std::string>& ids, bool by_awb) {
    for (const auto& id : ids) {
        auto* parcel = by_awb ? it.parcels.by_awb(id) : it.parcels.by_id(id);
        if (!parcel) return wrong(404, "Order not found");
        if (parcel->is_cancelled) return wrong(400, "Order is already cancelled");
        if (has_left(*parcel)) return wrong(400, "Cannot cancel: the shipment has been picked up");
    }
    for (const auto& id : ids) {
        auto* parcel = by_awb ? it.parcels.by_awb(id) : it.parcels.by_id(id);
        if (!by_awb) parcel->is_cancelled = true;   // cancelling a waybill leaves the order new
    }
    return {200, json::object{{"message", by_awb ? "Bulk Shipment cancellation is in progress." : "Order cancelled successfully."}}};
}

Reply advise(Shiprocket& it, const Call& call, const std::string& awb) {
    auto* parcel = it.parcels.by_awb(awb);
    auto action = said(body_of(call), "action");
    if (!parcel || parcel->events.back().code != "21") return wrong(400, "The shipment is not in NDR");
    if (action != "re-attempt" && action != "return") return invalid("action", "The selected action is invalid.");
    it.happen(awb, {.code = action == "return" ? "9" : "18", .words = {}, .place = {}, .minutes = {}, .silent = {}});
    return {202, json::object{{"success", true}}};
}

}  // namespace

std::string upper(std::string text) {
    for (char& c : text)
        if (c >= 'a' && c <= 'z') c = char(c - 32);
    return text;
}

std::string name_of(const Call& call) {
    if (call.path == "/auth/login") return "auth.login";
    if (call.path == "/orders/create/adhoc") return "orders.create";
    if (call.path == "/orders/create/return") return "orders.return";
    if (call.path == "/orders") return "orders.search";
    if (call.path.starts_with("/orders/cancel")) return "orders.cancel";
    if (call.path.starts_with("/courier/serviceability")) return "serviceability";
    if (call.path == "/courier/assign/awb") return "assign";
    if (call.path == "/courier/generate/pickup") return "pickup";
    if (call.path == "/courier/generate/label") return "label";
    if (call.path.starts_with("/manifests/")) return "manifest";
    if (call.path.starts_with("/courier/track/awb/")) return "track";
    if (call.path.starts_with("/ndr/")) return "ndr";
    return "other";
}

Reply answer(Shiprocket& it, const Call& call) {
    if (call.path == "/auth/login") return log_in(it, call);
    constexpr std::string_view bearer = "Bearer ";
    bool is_in = call.authorization.starts_with(bearer) && it.tokens.contains(call.authorization.substr(bearer.size()));
    if (!is_in) return wrong(401, "Unauthenticated.");
    auto name = name_of(call);
    if (name == "orders.create") return create(it, call);
    if (name == "orders.return") return make(it, body_of(call), "pickup");
    if (name == "orders.search") return search(it, call);
    if (name == "orders.cancel") return call.path.ends_with("/awbs") ? cancel(it, ids_of(body_of(call), "awbs"), true) : cancel(it, ids_of(body_of(call), "ids"), false);
    if (name == "serviceability") return serviceability(it, call);
    if (name == "assign") return assign(it, call);
    if (name == "pickup") return pickup(it, call);
    if (name == "label") return label(it, call);
    if (name == "manifest") return manifest(it, call, call.path.ends_with("/print"));
    if (name == "track") return track(it, call.path.substr(std::string_view("/courier/track/awb/").size()));
    if (name == "ndr") return advise(it, call, call.path.substr(5, call.path.find('/', 5) - 5));
    if (call.path == "/settings/company/pickup") return {200, json::object{{"data", json::object{{"shipping_address", json::array{place_of("Primary"), place_of("Farm")}}}}}};
    return wrong(404, "Not found");
}

}  // namespace vitrine::simulators::shiprocket
