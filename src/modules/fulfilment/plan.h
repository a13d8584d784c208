#pragma once
#include "modules/fulfilment/steps.h"

namespace vitrine::fulfilment {

/// A parcel somebody wants.
struct NewParcel {
    orders::OrderId order;
    std::vector<ParcelLine> lines;              ///< empty: everything that is left
    std::optional<std::string> courier;         ///< absent: the store's; "by_hand": none
    std::optional<std::int64_t> weight_grams;   ///< as weighed; absent: what the articles say
    std::optional<shipping::Size> size;
    std::string note, reason;
    bool is_return = false;
    bool is_booked_at_once = true;
    std::string key;                            ///< of the request; empty: none
};

/// Packs goods of an order that are in no parcel yet. Repeatable with the same key: the first parcel again. Refuses orders.not_found, fulfilment.order_not_ready,
/// fulfilment.nothing_left, fulfilment.too_many with a pointer a line, fulfilment.courier_unknown, fulfilment.courier_cannot.
Task<Result<ParcelView>> plan(App& app, Ctx ctx, NewParcel wanted);

namespace rules {

/// Pure. How many units of a line are sent: what was cancelled stays.
inline std::int64_t to_send(const orders::OrderLine& line) { return line.quantity - line.cancelled.value_or(0); }

/// What of the order's lines goes into a parcel. Pure. Refuses fulfilment.nothing_left, fulfilment.too_many.
struct Packed {
    std::int64_t position = 1, quantity = 1;
};
Result<std::vector<Packed>> pack(const std::vector<orders::OrderLine>& lines, const std::vector<Packed>& packed_before, const std::vector<ParcelLine>& wanted);

/// What a parcel of an order that is paid at the door collects: the true share of its goods, and in the parcel that completes the order all that is left, delivery
/// and fees with it. Pure.
Money collect_share(const orders::OrderView& order, const std::vector<Packed>& goods, const std::vector<Packed>& packed_before, const Money& collected_before);

}  // namespace rules
}  // namespace vitrine::fulfilment
