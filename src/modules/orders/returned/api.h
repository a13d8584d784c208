#pragma once
// The door for whoever takes goods back: their worth, their money, and the order that stands in their place.
#include "modules/orders/api.h"
#include "modules/stock/api.h"

namespace vitrine::orders {

/// Units of an order's line.
struct LineUnits {
    std::int64_t position = 1, quantity = 1;
};

/// Goods that came back, and what becomes of the money that paid for them.
struct CameBack {
    std::vector<LineUnits> lines;
    bool with_delivery = false;         ///< what delivery cost, as far as it is left
    Money withheld;                     ///< kept by the shop: a fee; of the order's currency
    Money credit;                       ///< so much becomes store credit, the rest goes the way it came
    bool is_all_credit = false;         ///< all of it becomes store credit
    std::string reason;                 ///< 1 to 500 characters
};
struct MoneyBack {
    std::string refund;                 ///< "oref_…"
    Money amount;                       ///< granted: as money and as credit
};

/// The true share of what these goods were paid with that is still left, before anything is withheld; delivery with it where asked. Refuses orders.not_found, orders.not_refundable,
/// orders.refund_too_large (they were given back already, or the money is not there).
Task<Result<Money>> worth_of(App& app, Ctx ctx, OrderId order, std::vector<LineUnits> lines, bool with_delivery);

/// Gives that back through the order's refunds, in one transaction with the books, then by the gateway as far as it answers. Repeatable with the same key and goods. Talks to the outside.
/// Refuses as worth_of, and idempotency.key_reused.
Task<Result<MoneyBack>> give_back_goods(App& app, Ctx ctx, OrderId order, std::string key, CameBack goods);

/// The order inside a transaction, for whoever may see all of it; nothing when there is none.
Task<std::optional<OrderView>> view_in(pg::Tx& tx, OrderId id);

/// What these units take from the shelves, once an article: of a bundle its parts.
Task<std::vector<stock::Want>> shelf_goods(pg::Tx& tx, const OrderView& order, const std::vector<LineUnits>& lines);

/// The order that was placed with this idempotency key; nothing: none was.
Task<std::optional<OrderId>> placed_with(App& app, Ctx ctx, std::string key);

/// Pure. The page where an order is seen and paid, for whoever holds the link.
std::string link_of(const App& app, StoreId store, OrderId id);

}  // namespace vitrine::orders
