#pragma once
#include <optional>
#include <string>
#include <vector>

#include "modules/app.h"
#include "modules/orders/api.h"
#include "modules/shipping/couriers/api.h"

namespace vitrine::fulfilment {

using ParcelId = Id<"shp">;

inline constexpr RefusalKind parcel_not_found{"fulfilment.not_found", 404, "No such parcel"};
inline constexpr RefusalKind order_not_ready{"fulfilment.order_not_ready", 409, "Nothing of this order may go out now"};
inline constexpr RefusalKind nothing_left{"fulfilment.nothing_left", 409, "All goods of this order are in parcels already"};
inline constexpr RefusalKind too_many{"fulfilment.too_many", 422, "So many are not left to be packed"};
inline constexpr RefusalKind illegal_move{"fulfilment.illegal_move", 409, "The parcel cannot go there from where it is"};
inline constexpr RefusalKind courier_unknown{"fulfilment.courier_unknown", 422, "No courier has this name"};
inline constexpr RefusalKind courier_cannot{"fulfilment.courier_cannot", 409, "This courier does not do that"};
inline constexpr RefusalKind courier_refused{"fulfilment.courier_refused", 409, "The courier said no"};
inline constexpr RefusalKind courier_unreachable{"fulfilment.courier_unreachable", 503, "The courier does not answer now; try again shortly"};
inline constexpr RefusalKind no_label{"fulfilment.no_label", 409, "There is no label yet"};

enum class State { planned, booking, booked, labelled, picked_up, in_transit, out_for_delivery, failed_attempt, returning, delivered, returned, lost, cancelled };
SHAPE_ENUM(State, planned, booking, booked, labelled, picked_up, in_transit, out_for_delivery, failed_attempt, returning, delivered, returned, lost, cancelled)

/// Pure. Whether the parcel has not left yet: it can still be called off.
inline bool is_still_here(State state) { return state == State::planned || state == State::booking || state == State::booked || state == State::labelled; }

/// One thing that happened to a parcel, as people read it.
struct ParcelEvent {
    Instant at{};
    std::string source;              ///< "courier" or "shop"
    std::string code, words, place;
    std::optional<shipping::Standing> standing;   ///< what the courier's words mean
    std::optional<State> state;      ///< the parcel moved there by it; absent: it moved nothing
    std::string actor;
};
SHAPE(ParcelEvent, at, source, code, words, place, standing, state, actor)

/// A parcel as staff sees it.
struct ParcelView {
    ParcelId id;
    orders::OrderId order;
    std::string order_number;
    std::int64_t position = 1;
    bool is_return = false;
    State state = State::planned;
    Instant since{};
    std::string courier, service, reference, awb;
    std::vector<shipping::ParcelItem> items;
    Money goods, collect;
    std::int64_t weight_grams = 0;
    std::optional<std::string> tracking_url;
    std::optional<Instant> pickup_at, expected_at;
    bool has_label = false, is_cancelling = false;
    std::string status;              ///< the courier's last words
    std::int64_t tries = 0;
    std::optional<std::string> failure, failure_words;   ///< of the step under way
    std::optional<std::string> attention;                ///< why it waits for a person
    std::optional<std::vector<ParcelEvent>> events;      ///< where one parcel is asked for
};
SHAPE(ParcelView, id, order, order_number, position, is_return, state, since, courier, service, reference, awb, items, goods, collect, weight_grams, tracking_url, pickup_at, expected_at,
      has_label, is_cancelling, status, tries, failure, failure_words, attention, events)

/// A parcel as its buyer sees it: no money, nothing of the shop's troubles.
struct ShopperParcel {
    State state = State::planned;
    Instant since{};
    std::string carrier, number;     ///< "Xpressbees Surface", waybill
    std::optional<std::string> tracking_url;
    std::optional<Instant> expected_at;
    std::vector<shipping::ParcelItem> items;
    std::vector<ParcelEvent> events; ///< the courier's, oldest first
};
SHAPE(ShopperParcel, state, since, carrier, number, tracking_url, expected_at, items, events)

/// The parcels of an order that are on their way or were, for whoever may see the order already (see orders::view); cancelled ones are left out. Two reads.
Task<std::vector<ShopperParcel>> parcels_for_shopper(App& app, Ctx ctx, orders::OrderId order);

/// News. The parcel is the aggregate: whoever publishes holds its lock.
struct ParcelMoved {
    static constexpr std::string_view name = "fulfilment.parcel_moved";
    ParcelId parcel;
    orders::OrderId order;
    std::string order_number;
    bool is_return = false;
    State from = State::planned, to = State::planned;
    std::string carrier, number;
    std::optional<std::string> tracking_url;
    std::optional<Instant> expected_at;
};
SHAPE(ParcelMoved, parcel, order, order_number, is_return, from, to, carrier, number, tracking_url, expected_at)

/// A parcel with goods of an order, asked for by staff or, without lines, by the news that the order is paid.
struct ParcelLine {
    std::int64_t position = 1;       ///< of the order's line
    Quantity quantity;
};
SHAPE(ParcelLine, position, quantity)

/// A parcel in which a customer's goods come back.
struct ReturnParcel {
    orders::OrderId order;
    std::vector<ParcelLine> lines;
    std::string reason, key;
    std::optional<std::string> courier;   ///< absent: the store's
};
/// Asks for that parcel (for returns): booked in the background as others are. `key` makes it repeatable. Refuses orders.not_found, fulfilment.order_not_ready,
/// fulfilment.nothing_left, fulfilment.too_many, fulfilment.courier_unknown, fulfilment.courier_cannot.
Task<Result<ParcelView>> plan_return(App& app, Ctx ctx, ReturnParcel wanted);
/// Calls that parcel off: at once where no courier knows of it, otherwise in the background. Repeatable. Refuses fulfilment.not_found, fulfilment.illegal_move (it has left, or is at an end).
Task<Result<ParcelView>> call_off_return(App& app, Ctx ctx, ParcelId parcel, std::string why);

}  // namespace vitrine::fulfilment
