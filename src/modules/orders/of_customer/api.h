#pragma once
// A customer's orders: those placed with the mailbox that the customer has proved to have, signed in or not.
#include "io/http/routes.h"
#include "modules/orders/api.h"

namespace vitrine::orders::of_customer {

/// An order in a customer's list.
struct OwnOrder {
    OrderId id;
    std::string number;
    State state = State::pending_payment;
    Money total;
    std::int64_t item_count = 0;
    Instant placed_at{};
    std::string token;                   ///< opens the order (X-Order-Token), as the one its buyer got
};
SHAPE(OwnOrder, id, number, state, total, item_count, placed_at, token)
struct OwnOrders {
    std::vector<OwnOrder> items;
    std::optional<std::string> next_cursor;
};
SHAPE(OwnOrders, items, next_cursor)

/// Orders of a mailbox in any case, newest first; `cursor` as an earlier answer gave it. The caller must know that whoever asks has proved the mailbox.
/// Refuses request.invalid for a cursor that is none.
Task<Result<OwnOrders>> list(App& app, Ctx ctx, Email mailbox, std::optional<std::string> cursor, int limit);

/// An order with the mailbox it was placed with, in lower case.
struct Owned {
    OwnOrder order;
    std::string mailbox;
};
/// Those of these orders that there are, whosever they are: the caller tells each to its owner alone.
Task<std::vector<Owned>> owned(App& app, Ctx ctx, std::vector<OrderId> ids);

/// GET /api/v1/me/orders.
void routes(http::Routes<App>& routes);

}  // namespace vitrine::orders::of_customer
