#include <algorithm>

#include "core/text.h"
#include "simulators/leopards/service.h"

namespace vitrine::simulators::leopards {
namespace {

namespace json = boost::json;

shape::Fields sign(const std::string& secret, const std::string&) { return {{"x-api-key", secret}}; }

/// Of a fault: the status that is wanted; 200 with an error inside, and no reason, where that is 200.
http::Response failure(int status) { return http::json_text(status == 200 ? "{\"status\":0,\"error\":\"\"}" : "{\"error\":\"Server error\"}", status); }

struct MethodPath {
    std::string method;
};
SHAPE(MethodPath, method)
Task<Result<http::Response>> api_call(Leopards& it, Ctx, http::Path<MethodPath> path, const http::Request& request) {
    boost::system::error_code broken;
    auto value = json::parse(request.body, broken);
    auto asked = !broken && value.is_object() ? value.get_object() : json::object{};
    auto work = [&it, method = path->method, asked]() -> http::Response {
        if (method != "downloadLoadSheet") return http::json_text(json::serialize(answer(it, method, asked)));
        http::Response response;
        response.body = "%PDF-1.4\n% load sheet " + said(asked, "load_sheet_id") + "\n%%EOF\n";
        response.set("Content-Type", "application/pdf");
        return response;
    };
    auto task = run_call(it, path->method, work, &failure, [] {});
    co_return co_await std::move(task);
}

struct NumberPath {
    std::string number;
};
SHAPE(NumberPath, number)
Task<Result<http::Response>> slip(Leopards& it, Ctx, http::Path<NumberPath> path) {
    auto* packet = it.parcels.by_awb(path->number);
    if (!packet) co_return refuse(refusals::not_found);
    packet->is_label_made = true;
    co_return http::html("<!doctype html><html lang=en><meta charset=utf-8><title>Slip</title><main><h1>" + escape_html(packet->awb) + "</h1><p>" + escape_html(packet->customer) + "</p><p>Collect Rs " + std::to_string(packet->collect) + "</p></main></html>");
}

}  // namespace

const std::vector<PossibleStatus>& statuses() {
    static const std::vector<PossibleStatus> all{{"SP", "Shipment Picked"}, {"DP", "Dispatched"}, {"AR", "Arrived at Station"}, {"AC", "Assign to Courier"}, {"DV", "Delivered"}, {"PN1", "Pending"}, {"NR", "Ready for Return"}, {"RO", "Being Return"},
                                                 {"RS", "Returned to shipper"}, {"DW", "Missroute"}, {"ZZ", "Parcel met a camel"}};
    return all;
}

Leopards::Leopards(Loop& loop, web::Client& web, std::uint64_t seed, Keys own_keys, WebhookOptions hooks)
    : Service(loop, web, "Leopards", seed, std::move(hooks), &sign), keys(std::move(own_keys)) {
    next_number += std::int64_t(seed) * 10'000;
}

std::string Leopards::control_html() const { return parcels.control_html(statuses()); }

bool Leopards::happen(const std::string& awb, const Happening& what) {
    auto* packet = parcels.by_awb(awb);
    if (!packet) return false;
    auto known = std::ranges::find(statuses(), what.code, &PossibleStatus::code);
    auto words = what.words.value_or(known == statuses().end() ? what.code : known->words);
    packet->events.push_back({clock() + std::chrono::minutes(what.minutes.value_or(0)), what.code, words, what.place.value_or("")});
    if (what.silent.value_or(false)) return true;
    json::array data{json::object{{"cn_number", awb}, {"status", what.code}, {"activity_date", format_rfc3339(packet->events.back().at)}, {"reason", ""}}};
    Webhook webhook{"status", json::serialize(json::object{{"data", std::move(data)}})};
    if (heard) heard(webhook);
    webhooks.send(std::move(webhook));
    return true;
}

std::vector<http::Route> routes() {
    http::Routes<Leopards> routes;
    http::RouteOptions options{.summary = "A method of the merchant API", .access = http::Access::signature, .body_limit_bytes = 512 * 1024, .needs_store = false};
    routes.post("/api/{method}/format/json/", &api_call, options);
    routes.get("/slip/{number}", &slip, options);
    add_parcel_control(routes);
    return routes.take();
}

}  // namespace vitrine::simulators::leopards
