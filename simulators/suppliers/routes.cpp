#include "simulators/framework/control.h"
#include "simulators/suppliers/service.h"

namespace vitrine::simulators::suppliers {
namespace {

shape::Fields unsigned_message(const std::string&, const std::string&) { return {}; }

http::Response problem(int status, const std::string& code) { return http::json_text("{\"code\":\"" + code + "\"}", status); }
/// Of a fault: too many calls say how long to wait.
http::Response failure(int status) {
    auto response = problem(status, status == 429 ? "too_many" : "failed");
    if (status == 429) response.set("Retry-After", "30");
    return response;
}

bool is_known(const House& house, const http::Request& request) { return request.header("authorization") == "Bearer " + house.key; }

template <class Write>
Task<Result<http::Response>> give_feed(House& house, const http::Request& request, std::string media, Write write) {
    bool may = is_known(house, request);
    auto work = [&house, media, write, may] {
        if (!may) return problem(401, "unknown_key");
        http::Response response{200, {}, write(house)};
        response.set("Content-Type", media);
        return response;
    };
    auto task = run_call(house, "feed", work, &failure, [] {});
    co_return co_await std::move(task);
}

Task<Result<http::Response>> csv_feed(House& house, Ctx, const http::Request& request) { return give_feed(house, request, "text/csv", &rapnet_csv); }
Task<Result<http::Response>> json_feed(House& house, Ctx, const http::Request& request) { return give_feed(house, request, "application/json", &nivoda_json); }
Task<Result<http::Response>> xml_feed(House& house, Ctx, const http::Request& request) { return give_feed(house, request, "application/xml", &stones_xml); }

/// All lines or none. A key that was used gives the order that it made.
http::Response create_order(House& house, const std::string& key, const std::string& body) {
    if (auto known = house.orders.find(key); known != house.orders.end()) return http::json_text(to_json(known->second), 200);
    auto in = read_json<NewOrder>(body);
    if (!in || in->lines.empty() || key.empty()) return problem(422, "not_understood");
    for (const auto& line : in->lines) {
        auto stone = house.stone(line.stock_no);
        if (!stone || stone->is_away || line.quantity != 1) return problem(409, "not_available");
    }
    Order order{house.ids.next("SO-", 8), in->reference, "accepted", in->lines};
    for (const auto& line : in->lines) house.sold[line.stock_no] = order.id;
    house.orders[key] = order;
    return http::json_text(to_json(order), 201);
}

Task<Result<http::Response>> post_order(House& house, Ctx, const http::Request& request) {
    auto work = [&house, may = is_known(house, request), key = std::string(request.header("idempotency-key")), body = request.body] { return may ? create_order(house, key, body) : problem(401, "unknown_key"); };
    auto task = run_call(house, "orders.create", work, &failure, [] {});
    co_return co_await std::move(task);
}

Task<Result<http::Response>> find_orders(House& house, Ctx, const http::Request& request) {
    std::string reference;
    for (const auto& [name, value] : request.query)
        if (name == "reference") reference = value;
    auto work = [&house, may = is_known(house, request), reference] {
        if (!may) return problem(401, "unknown_key");
        OrderList list;
        for (const auto& [key, order] : house.orders)
            if (order.reference == reference) list.orders.push_back(order);
        return http::json_text(to_json(list));
    };
    auto task = run_call(house, "orders.find", work, &failure, [] {});
    co_return co_await std::move(task);
}

Task<Result<http::Response>> cancel_order(House& house, Ctx, const http::Request& request) {
    auto path = request.path.substr(std::string_view("/v1/orders/").size());
    auto id = path.substr(0, path.find('/'));
    auto work = [&house, may = is_known(house, request), id] {
        if (!may) return problem(401, "unknown_key");
        for (auto& [key, order] : house.orders) {
            if (order.id != id) continue;
            order.state = "cancelled";
            for (const auto& line : order.lines) house.sold.erase(line.stock_no);
            return http::json_text(to_json(order));
        }
        return problem(404, "no_such_order");
    };
    auto task = run_call(house, "orders.cancel", work, &failure, [] {});
    co_return co_await std::move(task);
}

Task<Result<http::Response>> set_manners(House& house, Ctx, http::Body<Manners> in) {
    house.manners = in.value;
    co_return http::Response{204, {}, std::string()};
}

}  // namespace

House::House(Loop& loop, web::Client& web, std::string own_name, std::uint64_t own_seed, std::string own_key)
    : Service(loop, web, std::move(own_name), own_seed, {}, &unsigned_message), seed(own_seed), key(std::move(own_key)) {}

std::string House::state_json() const {
    OrderList list;
    for (const auto& [key_of, order] : orders) list.orders.push_back(order);
    return "{\"frames_given\":" + std::to_string(frames_given) + "," + to_json(list).substr(1);
}

std::vector<http::Route> routes() {
    http::Routes<House> routes;
    http::RouteOptions options{.access = http::Access::signature, .body_limit_bytes = 512 * 1024, .needs_store = false};
    routes.get("/feeds/rapnet.csv", &csv_feed, options);
    routes.get("/feeds/nivoda.json", &json_feed, options);
    routes.get("/feeds/stones.xml", &xml_feed, options);
    routes.get("/turntables/{stone}/{frame}", &give_frame, options);
    routes.post("/v1/orders", &post_order, options);
    routes.get("/v1/orders", &find_orders, options);
    routes.post("/v1/orders/{id}/cancellation", &cancel_order, options);
    routes.put("/_control/manners", &set_manners, options);
    add_control_routes(routes);
    return routes.take();
}

}  // namespace vitrine::simulators::suppliers
