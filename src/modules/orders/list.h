#pragma once
#include "modules/orders/api.h"

namespace vitrine::orders {

/// An order's money, as far as the order knows it. promised: authorised, or to be paid at the door, or not paid for when it was put on hold.
enum class PaymentState { unpaid, promised, paid, part_refunded, refunded, given_up };
SHAPE_ENUM(PaymentState, unpaid, promised, paid, part_refunded, refunded, given_up)

struct ListedOrder {
    OrderId id;
    std::string number;
    State state = State::pending_payment;
    PaymentState payment_state = PaymentState::unpaid;
    std::string email, name;             ///< name: whom it is delivered to
    std::int64_t total = 0, refunded = 0;
    Currency currency;
    std::string payment_method;
    Instant placed_at{};
};
SHAPE(ListedOrder, id, number, state, payment_state, email, name, total, refunded, currency, payment_method, placed_at)

/// What is given has to fit, all of it.
struct OrderFilter {
    std::optional<State> state;
    std::optional<PaymentState> payment_state;
    std::optional<Text<1, 40>> method;
    std::optional<Instant> from, until;          ///< when it was placed: from this moment on, and before that one
    std::optional<std::int64_t> total_min, total_max;   ///< minor units of `currency`, both included
    std::optional<Currency> currency;            ///< absent: with total_min or total_max the store's own, else any
    std::optional<Text<1, 254>> email;           ///< whole, in any case
    std::optional<Text<1, 40>> number;
    std::optional<Text<1, 64>> sku;
    std::optional<Text<1, 200>> text;            ///< a number, an e-mail address, or up to three whole words of name, city and phone
    std::optional<Whole<1, 200>> limit;
    std::optional<std::string> cursor;
};
SHAPE(OrderFilter, state, payment_state, method, from, until, total_min, total_max, currency, email, number, sku, text, limit, cursor)

struct OrderPage {
    std::vector<ListedOrder> items;
    std::optional<std::string> next_cursor;
};
SHAPE(OrderPage, items, next_cursor)

/// The store's orders, newest first, by a stable cursor. Refuses request.invalid for a cursor that is none of ours.
Task<Result<OrderPage>> list(App& app, Ctx ctx, OrderFilter filter);

/// Pure. The statement by which `list` reads its first page, for looking at its plan.
pg::Query<std::vector<ListedOrder>> page_query(OrderFilter filter, Instant now, std::string_view own_currency);

inline constexpr std::int64_t most_counted = 1'001;
struct StateCount {
    State state = State::pending_payment;
    std::int64_t orders = 0;                     ///< most_counted means: that many or more
};
SHAPE(StateCount, state, orders)
/// How many orders are in each state, counted up to most_counted.
Task<std::vector<StateCount>> count_states(App& app, Ctx ctx);

/// Pure. The words an order is found by, and those of a text that is searched for: lower case (ASCII), without marks, 2 to 60 bytes, each once.
std::vector<std::string> words_in(std::string_view text);
std::vector<std::string> words_of(const OrderView& order);

}  // namespace vitrine::orders
