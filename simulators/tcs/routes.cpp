#include <algorithm>

#include "simulators/tcs/service.h"

namespace vitrine::simulators::tcs {
namespace {

namespace json = boost::json;

shape::Fields unsigned_message(const std::string&, const std::string&) { return {}; }

http::Response on_wire(const Reply& reply) {
    if (reply.pdf.empty()) return http::json_text(json::serialize(reply.body), reply.status);
    http::Response response;
    response.body = reply.pdf;
    response.set("Content-Type", "application/pdf");
    return response;
}

/// Of a fault: the status that is wanted; 200 with a body that says nothing of what was asked for where that is 200.
http::Response failure(int status) { return http::json_text(status == 200 ? "{\"message\":\"Something went wrong\"}" : "{\"message\":\"Server error\"}", status); }

Task<Result<http::Response>> api_call(Tcs& it, Ctx, const http::Request& request) {
    Call call{request.method == http::Method::post ? "POST" : "GET", request.path, std::string(request.header("authorization")), request.body, request.query};
    auto work = [&it, call] { return on_wire(answer(it, call)); };
    auto task = run_call(it, name_of(call), work, &failure, [] {});
    co_return co_await std::move(task);
}

Task<Result<http::Response>> log_out_all(Tcs& it, Ctx) {
    it.bearers.clear();
    it.accesses.clear();
    co_return http::Response{204, {}, std::string()};
}

}  // namespace

const std::vector<PossibleStatus>& statuses() {
    static const std::vector<PossibleStatus> all{{"1", "Pickup Done"}, {"2", "Arrived at TCS Facility"}, {"3", "Out For Delivery"}, {"4", "Delivered"}, {"5", "Consignee Not Available"}, {"6", "Return to Origin"}, {"7", "Returned to Shipper"},
                                                 {"8", "Departed from TCS Facility"}, {"9", "Parcel met a camel"}};
    return all;
}

Tcs::Tcs(Loop& loop, web::Client& web, std::uint64_t seed, Keys own_keys) : Service(loop, web, "TCS", seed, {}, &unsigned_message), keys(std::move(own_keys)) { next_number += std::int64_t(seed) * 10'000; }

std::string Tcs::control_html() const { return parcels.control_html(statuses()); }

bool Tcs::happen(const std::string& awb, const Happening& what) {
    auto* parcel = parcels.by_awb(awb);
    if (!parcel) return false;
    auto known = std::ranges::find(statuses(), what.code, &PossibleStatus::code);
    auto words = what.words.value_or(known == statuses().end() ? what.code : known->words);
    parcel->events.push_back({clock() + std::chrono::minutes(what.minutes.value_or(0)), what.code, words, what.place.value_or("")});
    return true;
}

std::vector<http::Route> routes() {
    http::Routes<Tcs> routes;
    http::RouteOptions options{.access = http::Access::signature, .body_limit_bytes = 512 * 1024, .needs_store = false};
    routes.post("/auth/api/auth", &api_call, options);
    routes.get("/ecom/api/{path...}", &api_call, options);
    routes.post("/ecom/api/{path...}", &api_call, options);
    routes.get("/tracking/api/{path...}", &api_call, options);
    routes.post("/_control/logout", &log_out_all, options);
    add_parcel_control(routes);
    return routes.take();
}

}  // namespace vitrine::simulators::tcs
