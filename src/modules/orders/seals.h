#pragma once
#include "modules/orders/api.h"

namespace vitrine::orders {

inline constexpr RefusalKind sealed{"orders.sealed", 409, "What the order says is fixed"};

inline constexpr RefusalKind packed{"orders.packed", 409, "These goods lie in a parcel; cancel it first"};

/// What fixes the order, if anything does: "an invoice". Ask it behind the order's lock.
Task<std::optional<std::string>> sealed_by(pg::Tx& tx, OrderId id);

/// What of an order lies in parcels, by line. Ask it behind the order's lock.
Task<std::vector<PackedLine>> packed_lines(pg::Tx& tx, OrderId id);

}  // namespace vitrine::orders
