#pragma once
#include "modules/orders/api.h"

namespace vitrine::orders {

struct ListedOrder {
    OrderId id;
    std::string number;
    State state = State::pending_payment;
    std::string email;
    std::int64_t total = 0;
    Currency currency;
    std::string payment_method;
    Instant placed_at{};
};
SHAPE(ListedOrder, id, number, state, email, total, currency, payment_method, placed_at)

struct OrderFilter {
    std::optional<State> state;
    std::optional<Whole<1, 200>> limit;
    std::optional<std::string> cursor;
};
SHAPE(OrderFilter, state, limit, cursor)

struct OrderPage {
    std::vector<ListedOrder> items;
    std::optional<std::string> next_cursor;
};
SHAPE(OrderPage, items, next_cursor)

/// The store's orders, newest first, by a stable cursor. Refuses request.invalid for a cursor that is none of ours.
Task<Result<OrderPage>> list(App& app, Ctx ctx, OrderFilter filter);

}  // namespace vitrine::orders
