#pragma once
// The door for whoever takes goods back: their worth, their money, and the order that stands in their place.
#include <functional>

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
/// `holds` is asked in that transaction, behind the order's lock and before anything is granted; what it refuses is refused.
Task<Result<MoneyBack>> give_back_goods(App& app, Ctx ctx, OrderId order, std::string key, CameBack goods, std::function<Task<Result<void>>(pg::Tx&)> holds = {});

/// Whether money was given back with this key, whatever became of it; behind the order's lock that stays so.
Task<bool> was_given_back(pg::Tx& tx, std::string key);

/// Units of a line whose money went back or is to go back: of every refund that was not withdrawn, whatever became of its money so far.
struct GivenUnits {
    std::int64_t position = 1, quantity = 0;
};
struct OrderWithUnits {
    OrderView order;
    std::vector<GivenUnits> given;      ///< once a line
};
/// Inside a transaction, without a lock. Nothing: no such order.
Task<std::optional<OrderWithUnits>> view_with_units(pg::Tx& tx, OrderId id);

/// Locks an order until the transaction ends.
Task<void> lock(pg::Tx& tx, OrderId id);

/// The order inside a transaction, for whoever may see all of it; nothing when there is none.
Task<std::optional<OrderView>> view_in(pg::Tx& tx, OrderId id);

/// What these units take from the shelves, once an article: of a bundle its parts.
Task<std::vector<stock::Want>> shelf_goods(pg::Tx& tx, const OrderView& order, const std::vector<LineUnits>& lines);

/// What goods in exchange cost now and how they are sent and paid.
struct PricedInstead {
    Money total;
    std::string shipping_option;
    std::string payment_method;         ///< the order's own where it is offered for what is missing, else the first that asks nothing
};
/// Prices goods that are given for others of this order, sent to where it went by the cheapest way, without a cart. `paid` is what other money pays of them. Talks to couriers where the store's rates ask them.
/// Refuses carts.variant_unknown, shipping.address_not_served, currency.not_sold_in, payments.method_unavailable (something is missing, and nobody can pay it).
Task<Result<PricedInstead>> price_instead(App& app, Ctx ctx, const OrderView& order, std::vector<stock::Want> goods, bool gives_delivery, Money paid);

/// Places them as `place` does; `gives_delivery`: the shop delivers them for nothing. Repeatable and refuses as place.
Task<Result<Placed>> place_instead(App& app, Ctx ctx, carts::Access access, std::string idempotency_key, PlaceOrder in, bool gives_delivery);

/// Pure. Whether an order fell because nobody paid it in the end; not when the shop's own rules refused it.
bool fell_unpaid(const OrderStateChanged& news);

/// The order that was placed with this idempotency key; nothing: none was.
Task<std::optional<OrderId>> placed_with(App& app, Ctx ctx, std::string key);

/// Pure. The page where an order is seen and paid, for whoever holds the link.
std::string link_of(const App& app, StoreId store, OrderId id);

}  // namespace vitrine::orders
