#pragma once
#include "modules/orders/api.h"
#include "modules/orders/rules.h"
#include "modules/stock/api.h"

namespace vitrine::orders {

/// One decided order with everything its rows need.
struct NewOrder {
    OrderView view;                    ///< as answered, without the guest's token
    CartId cart;
    std::string idempotency_key;
    std::string fingerprint;           ///< SHA-256 of the request
    Instant expires{};                 ///< of the stock it holds and of its payment window
};

/// Queues everything that placing these orders writes, set-based: reservations, orders, lines, timeline, idempotency claims, carts, payments,
/// ledger, news and expiry timers. Any number of orders; all of them or none. The outcome of the reservations is read after the commit.
pg::Later<std::vector<stock::Outcome>> save_orders(pg::Tx& tx, const std::vector<NewOrder>& orders);

}  // namespace vitrine::orders
