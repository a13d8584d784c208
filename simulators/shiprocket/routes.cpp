#include <algorithm>

#include "simulators/shiprocket/service.h"

namespace vitrine::simulators::shiprocket {
namespace {

namespace json = boost::json;
constexpr int india_ahead = 330;

shape::Fields sign(const std::string& secret, const std::string&) { return {{"x-api-key", secret}, {"User-Agent", "Shiprocket-Webhook"}}; }

http::Response on_wire(const Reply& reply) { return http::json_text(json::serialize(reply.body), reply.status); }
/// Of a fault: the status that is wanted; 200 with an error inside where that is 200.
http::Response failure(int status) {
    json::object body{{"message", "Something went wrong"}};
    if (status != 200) body["status_code"] = status;
    return http::json_text(json::serialize(body), status);
}

Call call_of(const http::Request& request) {
    Call call;
    call.method = request.method == http::Method::post ? "POST" : "GET";
    call.path = request.path.substr(std::string_view("/v1/external").size());
    call.query = request.query;
    call.authorization = request.header("authorization");
    call.body = request.body;
    return call;
}

Task<Result<http::Response>> api_call(Shiprocket& it, Ctx, const http::Request& request) {
    auto call = call_of(request);
    auto work = [&it, call] { return on_wire(answer(it, call)); };
    auto task = run_call(it, name_of(call), work, &failure, [] {});
    co_return co_await std::move(task);
}

struct PaperPath {
    std::string name;
};
SHAPE(PaperPath, name)
Task<Result<http::Response>> paper(Shiprocket&, Ctx, http::Path<PaperPath> path) {
    http::Response response;
    response.body = "%PDF-1.4\n% " + path->name + "\n%%EOF\n";
    response.set("Content-Type", "application/pdf");
    co_return response;
}

Task<Result<http::Response>> log_out_all(Shiprocket& it, Ctx) {
    it.tokens.clear();
    co_return http::Response{204, {}, std::string()};
}

/// The id of the order's own table that goes with a shipment's id, as in their sample: 18 there is 20 here.
std::int64_t order_status(const std::string& code) {
    static const std::map<std::string, std::int64_t> ids{{"6", 6}, {"7", 7}, {"8", 5}, {"9", 15}, {"10", 16}, {"12", 33}, {"17", 19}, {"18", 20}, {"21", 36}, {"42", 51}, {"46", 55}};
    auto found = ids.find(code);
    return found == ids.end() ? 20 : found->second;
}

std::string day_first(Instant at) {
    auto text = local_text(at, india_ahead);
    return text.substr(8, 2) + " " + text.substr(5, 2) + " " + text.substr(0, 4) + text.substr(10);
}

Webhook webhook_of(const Parcel& parcel) {
    json::array scans;
    for (const auto& event : parcel.events)
        scans.push_back(json::object{{"date", local_text(event.at, india_ahead)}, {"status", "X-" + event.code}, {"activity", event.words}, {"location", event.place}, {"sr-status", event.code}, {"sr-status-label", upper(event.words)}});
    const auto& last = parcel.events.back();
    json::object body{{"awb", parcel.awb}, {"courier_name", "Xpressbees Surface"}, {"current_status", upper(last.words)}, {"current_status_id", order_status(last.code)}, {"shipment_status", upper(last.words)},
                      {"shipment_status_id", last.code.empty() ? 0 : std::stoll(last.code)}, {"current_timestamp", day_first(last.at)}, {"order_id", parcel.reference}, {"sr_order_id", std::stoll(parcel.id)},
                      {"scans", std::move(scans)}, {"is_return", 0}, {"channel_id", 1}};
    return {"tracking", json::serialize(body)};
}

}  // namespace

const std::vector<PossibleStatus>& statuses() {
    static const std::vector<PossibleStatus> all{{"42", "Picked Up"}, {"18", "In Transit"}, {"38", "Reached at Destination Hub"}, {"17", "Out For Delivery"}, {"7", "Delivered"}, {"21", "Undelivered"}, {"9", "RTO Initiated"},
                                                 {"46", "RTO In Transit"}, {"10", "RTO Delivered"}, {"22", "Delayed"}, {"19", "Out For Pickup"}, {"20", "Pickup Exception"}, {"12", "Lost"}, {"25", "Damaged"}, {"23", "Partial Delivered"},
                                                 {"8", "Cancelled"}, {"39", "Misrouted"}, {"99", "Parcel met a cow"}};
    return all;
}

Shiprocket::Shiprocket(Loop& loop, web::Client& web, std::uint64_t seed, Keys own_keys, WebhookOptions hooks)
    : Service(loop, web, "Shiprocket", seed, std::move(hooks), &sign), keys(std::move(own_keys)) {
    next_number += std::int64_t(seed) * 10'000;
}

std::string Shiprocket::control_html() const { return parcels.control_html(statuses()); }

bool Shiprocket::happen(const std::string& awb, const Happening& what) {
    auto* parcel = parcels.by_awb(awb);
    if (!parcel) return false;
    auto known = std::ranges::find(statuses(), what.code, &PossibleStatus::code);
    auto words = what.words.value_or(known == statuses().end() ? "Status " + what.code : known->words);
    parcel->events.push_back({clock() + std::chrono::minutes(what.minutes.value_or(0)), what.code, words, what.place.value_or("Mumbai")});
    if (what.silent.value_or(false)) return true;
    auto webhook = webhook_of(*parcel);
    if (heard) heard(webhook);
    webhooks.send(std::move(webhook));
    return true;
}

std::vector<http::Route> routes() {
    http::Routes<Shiprocket> routes;
    http::RouteOptions options{.access = http::Access::signature, .body_limit_bytes = 512 * 1024, .needs_store = false};
    routes.get("/v1/external/{path...}", &api_call, options);
    routes.post("/v1/external/{path...}", &api_call, options);
    routes.get("/papers/{name}", &paper, options);
    routes.post("/_control/logout", &log_out_all, options);
    add_parcel_control(routes);
    return routes.take();
}

}  // namespace vitrine::simulators::shiprocket
