#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/money.h"
#include "io/http/routes.h"
#include "simulators/framework/service.h"

namespace vitrine::simulators::suppliers {

/// What one stone of the house says in every feed; drawn from the seed and its number.
struct Stone {
    int number = 0;
    std::string code, offer, shape, color, clarity, cut, lab, certificate;
    std::int64_t carat_hundredths = 100, price_minor = 0;   ///< US cents for the whole stone
    bool is_away = false;                                   ///< out on memo, or sold to somebody
};

/// How the house keeps its shop: what its next feeds do wrong.
struct Manners {
    std::optional<std::int64_t> stones;                ///< how many it has
    std::optional<std::int64_t> vanish_per_mille;      ///< rows that are missing
    std::optional<std::int64_t> rename_per_mille;      ///< stones with another stock number than before
    std::optional<std::int64_t> malformed_per_mille;   ///< rows that cannot be read
    std::optional<std::int64_t> price_per_mille;       ///< of its usual prices: 1,000
    std::optional<std::int64_t> missing_frames_per_mille, broken_frames_per_mille, odd_frames_per_mille, double_frames_per_mille;   ///< of turntables: not there, cut off, of another size, twice
};
SHAPE(Manners, stones, vanish_per_mille, rename_per_mille, malformed_per_mille, price_per_mille, missing_frames_per_mille, broken_frames_per_mille, odd_frames_per_mille, double_frames_per_mille)

struct OrderLine {
    std::string stock_no;
    std::optional<std::string> offer_id;
    std::int64_t quantity = 1;
    std::optional<Money> cost;
};
SHAPE(OrderLine, stock_no, offer_id, quantity, cost)
struct NewOrder {
    std::string reference;
    std::vector<OrderLine> lines;
};
SHAPE(NewOrder, reference, lines)
struct Order {
    std::string id, reference, state;   ///< accepted, cancelled
    std::vector<OrderLine> lines;
};
SHAPE(Order, id, reference, state, lines)
struct OrderList {
    std::vector<Order> orders;
};
SHAPE(OrderList, orders)

/// A simulated supplier of diamonds on one loop: feeds (`/feeds/rapnet.csv`, `/feeds/nivoda.json`, `/feeds/stones.xml`) behind a key, and an order API. Two houses with one seed share every third
/// certificate: the same stone, offered by both. An order is known by its Idempotency-Key; asked again it is the same order.
struct House : Service {
    House(Loop& loop, web::Client& web, std::string name, std::uint64_t seed, std::string key);
    std::string state_json() const override;

    std::vector<Stone> stones() const;
    std::optional<Stone> stone(const std::string& code) const;

    std::uint64_t seed;
    std::string key;                    ///< as Authorization: Bearer
    Manners manners;
    std::map<std::string, Order> orders;           ///< by Idempotency-Key
    std::map<std::string, std::string> sold;       ///< stock number: order
    std::int64_t frames_given = 0;                 ///< of turntables, asked for since the start
};

/// Its routes and the control API, with `PUT /_control/manners`. Calls for fault rules: "feed", "turntable", "orders.create", "orders.find", "orders.cancel".
std::vector<http::Route> routes();

/// `/turntables/<stone>/<n>.jpg`: 320 points wide, the same for the same seed; every stone's frame is a file of its own.
Task<Result<http::Response>> give_frame(House& house, Ctx ctx, const http::Request& request);

std::string rapnet_csv(const House& house);
std::string nivoda_json(const House& house);
std::string stones_xml(const House& house);

}  // namespace vitrine::simulators::suppliers
