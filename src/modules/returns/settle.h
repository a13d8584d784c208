#pragma once
#include "modules/carts/api.h"
#include "modules/returns/steps.h"

namespace vitrine::returns {

/// What is owed for goods that were accepted, decided once and kept with the return, so that every later try gives the same.
struct Plan {
    Wish wish = Wish::refund;
    bool with_delivery = false;
    Money worth;                 ///< the true share of what was paid
    Money withheld;              ///< of it, kept by the shop
    Money credit;                ///< of an exchange: what pays for the other goods
};
SHAPE(Plan, wish, with_delivery, worth, withheld, credit)

/// Gives what is owed for an inspected return: money or credit by the order's refunds, or other goods in an order of their own that the worth of these pays. `instead` changes an exchange that
/// cannot be made into a refund. Repeatable, and goes on where an earlier try stopped; each step is one transaction or has a key of its own. Talks to the outside.
/// Refuses returns.not_found, returns.illegal_move, returns.not_settled (an exchange that could not be ordered; the return waits for a person), and as orders::give_back_goods.
Task<Result<ReturnView>> settle(App& app, Ctx ctx, ReturnId id, std::optional<Wish> instead = {});
/// The same as a job; what is refused waits for a person.
Task<void> settle_in_time(App& app, const jobs::Attempt& attempt, const OneReturn& what);

/// The order with the goods in exchange fell because nobody paid what was missing: its credit is the customer's again, less the restocking fee that the exchange had spared him.
Task<void> follow_replacement(App& app, const jobs::Attempt& attempt, const orders::OrderStateChanged& news);

// The steps of an exchange, in exchange.cpp.

/// Pure. The key that its order is placed with.
std::string exchange_key(ReturnId id);

/// What the other goods would cost now, delivered to where the order went. `worth`: what the goods that came back may pay. Refuses as orders::price_instead.
Task<Result<Money>> price_exchange(App& app, Ctx ctx, const orders::OrderView& order, const Loaded& loaded, const Money& worth);
/// Orders them, paid by the customer's credit as far as the plan's reaches. Repeatable: the order of the first time. Refuses as orders::place and the carts it goes through.
Task<Result<OrderId>> order_exchange(App& app, Ctx ctx, const orders::OrderView& order, const Loaded& loaded, const Plan& plan);

}  // namespace vitrine::returns
