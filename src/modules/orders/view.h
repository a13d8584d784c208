#pragma once
#include "modules/orders/api.h"

namespace vitrine::orders {

/// The page where an order is seen and paid, for whoever holds the link.
std::string order_link(const App& app, StoreId store, OrderId id);

/// The order inside a transaction, for whoever may see all of it; nothing when there is none. One round trip.
Task<std::optional<OrderView>> load_view(pg::Tx& tx, OrderId id);

}  // namespace vitrine::orders
