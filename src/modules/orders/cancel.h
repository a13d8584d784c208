#pragma once
#include "modules/orders/api.h"
#include "modules/orders/sql.h"
#include "modules/stock/api.h"

namespace vitrine::orders {

/// What an edit of an order is called in the books.
inline std::string edit_reference(OrderId id, std::int64_t edit) { return id.text() + ":" + std::to_string(edit); }
/// Where a locked order goes.
stock::Destination destination_of(const sql::LockedOrder& order);

/// Queues and flushes the end of an unpaid order inside `tx`, which holds its lock: state, stock, ledger, news.
Task<void> cancel_unpaid(pg::Tx& tx, OrderId id, const sql::LockedOrder& order, std::string reason);

/// Staff gives up an order that nobody has paid: first its payment, so that no late charge can happen, then the order, its goods and its debt. Repeatable.
/// Refuses orders.illegal_move (also when money came), payments.gateway_unreachable. Talks to the outside.
Task<Result<OrderView>> call_off(App& app, Ctx ctx, OrderId id, std::string reason);

}  // namespace vitrine::orders
