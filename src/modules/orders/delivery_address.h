#pragma once
#include "modules/orders/api.h"

namespace vitrine::orders {

inline constexpr RefusalKind other_delivery{"orders.other_delivery", 409, "At that address the order would cost something else: cancel it and place it anew"};

/// Whether every class of goods in the order is taxed alike at both places. Pure but for reading memory.
bool taxed_the_same(const OrderView& order, const carts::Address& other, const quotes::Memory& memory, Instant now);

/// Sends an order that has not left the house elsewhere, or to another name. What it costs stays as it is, so the address has to lie where delivery and taxes are the
/// same. Repeatable. Refuses orders.not_found, orders.illegal_move (it has left, or is over), orders.sealed (by an invoice), orders.edit_open, orders.other_delivery.
Task<Result<OrderView>> change_delivery_address(App& app, Ctx ctx, OrderId id, carts::Address address);

}  // namespace vitrine::orders
